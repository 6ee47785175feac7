// exported_symbols.hpp -- the names a shared library exports, read from the file: nothing of it runs.
//
// ELF keeps them in .dynsym, which survives `strip`. Boost.DLL's library_info (1.81) reads .symtab
// alone, which a packaged, stripped library does not have, so ELF is read here.
#pragma once

#include <settled/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace settled::host {

// BAD_DATA: not an ELF library of this machine's word size, or cut off.
Result<std::vector<std::string>> elf_exported_symbols(const std::filesystem::path& file);

bool is_elf(const std::filesystem::path& file);

} // namespace settled::host
