// resting_file.hpp -- a file that a person may be saving at this moment, read when its writer is done.
//
// An editor empties a file and writes it again, or moves it away and writes another: whoever reads in between has half of it,
// or none, and both would be taken for a mistake. What is read here has the same size and the same moment of its last change
// before and after, and lay still for a while.
#pragma once

#include <settled/result.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

namespace settled::world {

namespace limit {
inline constexpr std::chrono::milliseconds file_rest{50}; // so long nobody has written it
inline constexpr int file_rests_max = 40;
} // namespace limit

using Pause = std::function<void(std::chrono::milliseconds)>;

// As read_file; one that is not there is looked for once more. UNAVAILABLE: it never stopped changing. A file that lay still
// already is read without a pause.
Result<std::string> read_resting_file(const std::filesystem::path& file, std::size_t bytes_max, const Pause& pause);
Result<std::string> read_resting_file(const std::filesystem::path& file, std::size_t bytes_max); // sleeps

} // namespace settled::world
