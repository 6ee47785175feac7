#include "support/certificates.hpp"

#include "support/child.hpp"

namespace settled::support {

const Certificates& Certificates::of_this_program() {
    static const Certificates made;
    return made;
}

Certificates::Certificates() {
    authority("ca");
    authority("other");
    server("good", "ca", "DNS:localhost");
    server_of_yesterday("expired", "ca", "DNS:localhost");
    server("elsewhere", "ca", "DNS:mail.elsewhere.test");
    server("foreign", "other", "DNS:localhost");
}

void Certificates::openssl(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"/usr/bin/openssl"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    if (auto made = run({.arguments = all, .user = {}, .input = {}, .output = {}}); !made) trouble_ = made.error().message;
}

void Certificates::authority(const std::string& name) {
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
             "/CN=" + name + " authority", "-keyout", file(name + ".key"), "-out", file(name + ".pem")});
}

void Certificates::server(const std::string& name, const std::string& by, const std::string& host) {
    openssl({"req",
             "-x509",
             "-newkey",
             "ec",
             "-pkeyopt",
             "ec_paramgen_curve:prime256v1",
             "-nodes",
             "-days",
             "2",
             "-subj",
             "/CN=" + name,
             "-addext",
             "subjectAltName=" + host,
             "-addext",
             "basicConstraints=critical,CA:FALSE",
             "-CA",
             file(by + ".pem"),
             "-CAkey",
             file(by + ".key"),
             "-keyout",
             file(name + ".key"),
             "-out",
             file(name + ".pem")});
}

void Certificates::server_of_yesterday(const std::string& name, const std::string& by, const std::string& host) {
    openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
             "-addext", "subjectAltName=" + host, "-keyout", file(name + ".key"), "-out", file(name + ".csr")});
    openssl({"x509", "-req", "-days", "-1", "-copy_extensions", "copy", "-in", file(name + ".csr"), "-CA", file(by + ".pem"),
             "-CAkey", file(by + ".key"), "-out", file(name + ".pem")});
}

} // namespace settled::support
