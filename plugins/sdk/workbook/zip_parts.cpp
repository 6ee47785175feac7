#include <workbook/zip_parts.hpp>

#include <settled/text.hpp>

#include <zip.h>

#include <algorithm>

namespace settled::workbook {
namespace {

constexpr std::uint64_t ratio_matters_from = std::uint64_t{1} << 20; // unpacked bytes; small parts pack well

zip_t* archive_of(void* archive) { return static_cast<zip_t*>(archive); }
std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

} // namespace

Result<std::unique_ptr<ZipParts>> ZipParts::open(std::string bytes, const WorkbookLimits& limits) {
    std::unique_ptr<ZipParts> made(new ZipParts(std::move(bytes), limits));
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const source = zip_source_buffer_create(made->bytes_.data(), made->bytes_.size(), 0, &error);
    if (source != nullptr) made->archive_ = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (made->archive_ == nullptr) {
        const std::string why = zip_error_strerror(&error);
        if (source != nullptr) zip_source_free(source);
        zip_error_fini(&error);
        return fail(SETTLED_BAD_DATA, "the workbook cannot be unpacked: " + why + "; it was cut off or damaged", 1);
    }
    zip_error_fini(&error);
    const zip_int64_t parts = zip_get_num_entries(archive_of(made->archive_), 0);
    if (static_cast<std::uint64_t>(parts) > limits.parts)
        return fail(SETTLED_BAD_DATA,
                    "the workbook has " + std::to_string(parts) + " parts; at most " + std::to_string(limits.parts) +
                        " are read (limit parts)",
                    1);
    std::uint64_t all = 0;
    for (zip_int64_t i = 0; i < parts; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(archive_of(made->archive_), static_cast<zip_uint64_t>(i), 0, &stat) != 0 ||
            (stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
            return fail(SETTLED_BAD_DATA, "the workbook's list of parts is damaged", 1);
        all += std::min(stat.size, limits.unpacked_bytes + 1);
        if (all > limits.unpacked_bytes)
            return fail(SETTLED_BAD_DATA,
                        "the workbook unpacks to more than " + megabytes(limits.unpacked_bytes) + " (limit unpacked_mb)", 1);
        if (stat.size > ratio_matters_from && stat.size / std::max<zip_uint64_t>(1, stat.comp_size) > limits.unpack_ratio)
            return fail(SETTLED_BAD_DATA,
                        "the workbook's part " + visible(stat.name) + " unpacks to more than " +
                            std::to_string(limits.unpack_ratio) + " times its size (limit unpack_ratio)",
                        1);
    }
    return made;
}

ZipParts::~ZipParts() {
    if (archive_ != nullptr) zip_discard(archive_of(archive_));
}

bool ZipParts::has(std::string_view name) const {
    return zip_name_locate(archive_of(archive_), std::string(name).c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::unique_ptr<ZipParts::Part>> ZipParts::part(std::string_view name) {
    const zip_int64_t index = zip_name_locate(archive_of(archive_), std::string(name).c_str(), ZIP_FL_NOCASE);
    zip_file_t* const file = index < 0 ? nullptr : zip_fopen_index(archive_of(archive_), static_cast<zip_uint64_t>(index), 0);
    if (file == nullptr)
        return fail(SETTLED_BAD_DATA, "the workbook has no readable part " + visible(name) + "; is it encrypted, or damaged?", 1);
    return std::unique_ptr<Part>(new Part(*this, file, std::string(name)));
}

ZipParts::Part::Part(ZipParts& parts, void* file, std::string name)
    : parts_(parts), file_(file), name_(std::move(name)), abi_{sizeof abi_, 0, this, &read, name_} {}

ZipParts::Part::~Part() { zip_fclose(static_cast<zip_file_t*>(file_)); }

std::int64_t ZipParts::Part::read(void* self, char* buffer, std::size_t capacity) {
    auto& part = *static_cast<Part*>(self);
    const zip_int64_t got = zip_fread(static_cast<zip_file_t*>(part.file_), buffer, capacity);
    if (got < 0) {
        part.why_ = "the workbook's part " + visible(part.name_) + " is damaged";
        return -1;
    }
    part.parts_.unpacked_ += static_cast<std::uint64_t>(got);
    if (part.parts_.unpacked_ > part.parts_.limits_.unpacked_bytes) {
        part.why_ = "the workbook unpacks to more than " + megabytes(part.parts_.limits_.unpacked_bytes) + " (limit unpacked_mb)";
        return -1;
    }
    return got;
}

} // namespace settled::workbook
