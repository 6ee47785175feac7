// What deliver_speed.py holds `settled deliver` to: the same mails by bare libcurl, one handle kept for all of them.
//
//   smtp_bare URL FILE    FILE: mails one behind another, each after a line with its length in bytes
#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& left = *static_cast<std::string_view*>(user);
    const std::size_t given = std::min(size * count, left.size());
    std::memcpy(buffer, left.data(), given);
    left.remove_prefix(given);
    return given;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::ifstream file(argv[2], std::ios::binary);
    CURL* const handle = curl_easy_init();
    curl_slist* const to = curl_slist_append(nullptr, "<ap@demo.example>");
    curl_easy_setopt(handle, CURLOPT_URL, argv[1]);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, "<ar@demo.example>");
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
    int sent = 0;
    std::string length, mail;
    while (std::getline(file, length)) {
        mail.resize(std::stoul(length));
        file.read(mail.data(), static_cast<std::streamsize>(mail.size()));
        std::string_view left = mail;
        curl_easy_setopt(handle, CURLOPT_READDATA, &left);
        if (curl_easy_perform(handle) != CURLE_OK) return 1;
        ++sent;
    }
    curl_slist_free_all(to);
    curl_easy_cleanup(handle);
    std::cout << sent << '\n';
    return 0;
}
