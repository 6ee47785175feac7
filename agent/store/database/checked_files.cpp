#include "store/database/checked_files.hpp"

#include "store/database/write_ahead_log.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <string_view>
#include <vector>

namespace settled::store {
namespace {

using namespace sqlite_api;

constexpr int header_bytes = 100, page_bytes_min = 512;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t page_size_at = 16, reserved_at = 20, application_at = 68;

struct CheckedFile {
    sqlite3_file seen; // what SQLite sees; first, because it knows no more
    bool is_log = false, sums = false;
    bool began_empty = false;                                         // of a database: nothing stood in it when it was opened
    int page_bytes = 0;                                               // as its first page says; 0 before that was read
    std::int64_t own_from = std::numeric_limits<std::int64_t>::max(); // of the log: what this process wrote itself
    std::vector<unsigned char> page;
};

CheckedFile& ours(sqlite3_file* file) { return *reinterpret_cast<CheckedFile*>(file); }
sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<CheckedFile*>(file) + 1); }

bool is_page(int amount, std::int64_t offset) {
    return amount >= page_bytes_min && std::has_single_bit(static_cast<unsigned>(amount)) && offset % amount == 0;
}

// Whether this is a database of ours, from its first bytes.
void learn(CheckedFile& file, const void* bytes, int amount, std::int64_t offset) {
    const auto* const header = static_cast<const unsigned char*>(bytes);
    if (offset != 0 || amount < header_bytes || std::memcmp(header, magic.data(), magic.size()) != 0) return;
    const int size = header[page_size_at] << 8 | header[page_size_at + 1];
    file.page_bytes = size == 1 ? 65536 : size; // file format 1.3.2
    file.sums = header[reserved_at] == page_sum_bytes || big_endian(header + application_at) == store_application;
}

bool sum_fits(const unsigned char* page, int amount, std::int64_t offset) {
    const auto content = static_cast<std::size_t>(amount - page_sum_bytes);
    std::uint64_t kept = 0;
    std::memcpy(&kept, page + content, sizeof kept);
    return kept == page_sum({page, content}, offset / amount + 1);
}

void set_sum(std::span<unsigned char> page, std::int64_t number) {
    const std::size_t content = page.size() - page_sum_bytes;
    const std::uint64_t sum = page_sum(page.first(content), number);
    std::memcpy(page.data() + content, &sum, sizeof sum);
}

// A copy (VACUUM INTO) that is larger than SQLite's memory of pages is written from its second page on, and its first page, which
// says that all of them bear sums, comes last: now those before it get theirs.
int set_earlier_sums(sqlite3_file* file) {
    CheckedFile& checked = ours(file);
    sqlite3_int64 size = 0;
    int result = below(file)->pMethods->xFileSize(below(file), &size);
    checked.page.resize(static_cast<std::size_t>(checked.page_bytes));
    for (std::int64_t at = checked.page_bytes; result == SQLITE_OK && at + checked.page_bytes <= size; at += checked.page_bytes) {
        if (at == locks_at) continue;
        result = below(file)->pMethods->xRead(below(file), checked.page.data(), checked.page_bytes, at);
        if (result != SQLITE_OK) break;
        set_sum(checked.page, at / checked.page_bytes + 1);
        result = below(file)->pMethods->xWrite(below(file), checked.page.data(), checked.page_bytes, at);
    }
    return result;
}

int read_log(sqlite3_file* file, const unsigned char* page, int amount, std::int64_t offset) {
    // What this process has written since it began the log may be written again before its commit, and its sum then.
    if (offset >= ours(file).own_from || amount < page_bytes_min || !std::has_single_bit(static_cast<unsigned>(amount)))
        return SQLITE_OK;
    const auto read = [file](unsigned char* to, int count, std::int64_t from) {
        return below(file)->pMethods->xRead(below(file), to, count, from) == SQLITE_OK;
    };
    return log_frame_fits(read, {page, static_cast<std::size_t>(amount)}, offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

// A part of a page, as newer versions of SQLite read the pages of a long text: the page is looked at as a whole.
int read_part(sqlite3_file* file, int amount, std::int64_t offset) {
    CheckedFile& checked = ours(file);
    const std::int64_t begin = checked.page_bytes > 0 ? offset / checked.page_bytes * checked.page_bytes : -1;
    if (begin < 0 || offset + amount > begin + checked.page_bytes) return SQLITE_OK; // SQLite reads nothing of that kind
    checked.page.resize(static_cast<std::size_t>(checked.page_bytes));
    const int result = below(file)->pMethods->xRead(below(file), checked.page.data(), checked.page_bytes, begin);
    if (result != SQLITE_OK) return result;
    return sum_fits(checked.page.data(), checked.page_bytes, begin) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

// ---- the functions of a file -------------------------------------------------------------------

extern "C" {

int file_close(sqlite3_file* file) {
    const int result = below(file)->pMethods->xClose(below(file));
    std::destroy_at(&ours(file));
    return result;
}

int file_read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    CheckedFile& checked = ours(file);
    const auto* const bytes = static_cast<unsigned char*>(to);
    if (const int result = below(file)->pMethods->xRead(below(file), to, amount, offset); result != SQLITE_OK) return result;
    if (checked.is_log) return read_log(file, bytes, amount, offset);
    learn(checked, bytes, amount, offset);
    if (!checked.sums || amount <= header_bytes) return SQLITE_OK;
    if (!is_page(amount, offset)) return read_part(file, amount, offset);
    return sum_fits(bytes, amount, offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int file_write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    CheckedFile& checked = ours(file);
    if (checked.is_log) {
        checked.own_from =
            offset == 0 ? std::numeric_limits<std::int64_t>::max() : std::min<std::int64_t>(checked.own_from, offset);
        return below(file)->pMethods->xWrite(below(file), from, amount, offset);
    }
    const bool is_first_news = checked.began_empty && checked.page_bytes == 0;
    learn(checked, from, amount, offset);
    if (is_first_news && checked.sums)
        if (const int result = set_earlier_sums(file); result != SQLITE_OK) return result;
    if (!checked.sums || !is_page(amount, offset)) return below(file)->pMethods->xWrite(below(file), from, amount, offset);
    const auto* const bytes = static_cast<const unsigned char*>(from);
    checked.page.assign(bytes, bytes + amount);
    set_sum(checked.page, offset / amount + 1);
    return below(file)->pMethods->xWrite(below(file), checked.page.data(), amount, offset);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) { return below(file)->pMethods->xTruncate(below(file), size); }
int file_sync(sqlite3_file* file, int flags) { return below(file)->pMethods->xSync(below(file), flags); }
int file_size(sqlite3_file* file, sqlite3_int64* size) { return below(file)->pMethods->xFileSize(below(file), size); }
int file_lock(sqlite3_file* file, int lock) { return below(file)->pMethods->xLock(below(file), lock); }
int file_unlock(sqlite3_file* file, int lock) { return below(file)->pMethods->xUnlock(below(file), lock); }
int file_reserved(sqlite3_file* file, int* held) { return below(file)->pMethods->xCheckReservedLock(below(file), held); }
int file_sector(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int file_character(sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

// Past SQLite's own lock of one page at a time: a page that another process is writing may look torn. SQLITE_OK also then.
int look_at(sqlite3_file* file, PageLook& look) {
    const std::int64_t page_bytes = ours(file).page_bytes;
    if (page_bytes < page_bytes_min || !ours(file).sums) return SQLITE_MISUSE;
    const auto bytes = static_cast<int>(look.room.size());
    const int result = below(file)->pMethods->xRead(below(file), look.room.data(), bytes, (look.first_page - 1) * page_bytes);
    if (result != SQLITE_OK) return result;
    for (std::int64_t at = 0; at + page_bytes <= bytes; at += page_bytes) {
        const std::int64_t number = look.first_page + at / page_bytes;
        if (!sum_fits(look.room.data() + at, static_cast<int>(page_bytes), (number - 1) * page_bytes))
            look.not_whole.push_back(number);
    }
    return SQLITE_OK;
}

int file_control(sqlite3_file* file, int what, void* argument) {
    if (what == look_at_pages) return look_at(file, *static_cast<PageLook*>(argument));
    if (what == ask_for_sums) return *static_cast<bool*>(argument) = ours(file).sums, SQLITE_OK;
    return below(file)->pMethods->xFileControl(below(file), what, argument);
}

int shared_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    return below(file)->pMethods->xShmMap(below(file), region, size, extend, memory);
}
int shared_lock(sqlite3_file* file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); }
int shared_unmap(sqlite3_file* file, int remove) { return below(file)->pMethods->xShmUnmap(below(file), remove); }

} // extern "C"

// Version 2 has no xFetch: a page that is mapped instead of read would be looked at by nobody.
constexpr sqlite3_io_methods methods = {
    2,           file_close,     file_read,     file_write,   file_truncate, file_sync,      file_size,
    file_lock,   file_unlock,    file_reserved, file_control, file_sector,   file_character, shared_map,
    shared_lock, shared_barrier, shared_unmap,  nullptr,      nullptr};

// ---- the layer ---------------------------------------------------------------------------------

extern "C" int open_checked(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    auto* const system = static_cast<sqlite3_vfs*>(layer->pAppData);
    if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return system->xOpen(system, name, file, flags, flags_out);
    auto* const made = new (file) CheckedFile();
    made->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    const int result = system->xOpen(system, name, below(file), flags, flags_out);
    if (below(file)->pMethods == nullptr)
        std::destroy_at(made), file->pMethods = nullptr; // SQLite closes no such file
    else
        made->seen.pMethods = &methods;
    sqlite3_int64 size = 0;
    if (result == SQLITE_OK && !made->is_log)
        made->began_empty = below(file)->pMethods->xFileSize(below(file), &size) == SQLITE_OK && size == 0;
    return result;
}

// The other functions of the system's own layer take paths and times, and do not ask who calls them.
sqlite3_vfs layer_over(sqlite3_vfs& system) {
    sqlite3_vfs layer = system;
    layer.zName = "settled_checked_files";
    layer.szOsFile = static_cast<int>(sizeof(CheckedFile)) + system.szOsFile;
    layer.pAppData = &system;
    layer.xOpen = open_checked;
    layer.pNext = nullptr;
    return layer;
}

} // namespace

std::uint64_t page_sum(std::span<const unsigned char> content, std::int64_t page_number) {
    // Four lanes, each a chain of steps that can be undone: whatever changes within eight bytes changes its lane, and so the sum.
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    std::array<std::uint64_t, 4> lanes = {1, 2, 3, static_cast<std::uint64_t>(page_number)};
    constexpr std::size_t word_bytes = sizeof(std::uint64_t);
    const auto take = [&](std::size_t at, std::size_t lane) {
        std::uint64_t word = 0;
        std::memcpy(&word, content.data() + at, word_bytes);
        lanes[lane] = std::rotl((lanes[lane] ^ word) * odd, 29);
    };
    std::size_t at = 0;
    for (; at + lanes.size() * word_bytes <= content.size(); at += lanes.size() * word_bytes)
        for (std::size_t lane = 0; lane < lanes.size(); ++lane)
            take(at + lane * word_bytes, lane); // side by side in the processor
    for (std::size_t lane = 0; at + word_bytes <= content.size(); at += word_bytes, ++lane) take(at, lane);
    std::uint64_t sum = 0;
    for (const std::uint64_t one : lanes) sum = std::rotl((sum ^ one) * odd, 31);
    return sum;
}

void use_checked_files() {
    static std::once_flag once;
    std::call_once(once, [] {
        // A connection serves one transaction at a time (database.hpp): it need not lock for every column that is read. Where
        // somebody else has begun to use SQLite before, it stays as it is.
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_initialize();
        if (sqlite3_vfs* const system = sqlite3_vfs_find(nullptr); system != nullptr) {
            static sqlite3_vfs layer = layer_over(*system); // SQLite keeps its address
            sqlite3_vfs_register(&layer, 1);
        }
    });
}

} // namespace settled::store
