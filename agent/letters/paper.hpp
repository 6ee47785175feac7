// paper.hpp -- a filled letter as the content of a paper; how it is laid out is render/pdf's. Used inside this room.
#pragma once

#include "letters/frame.hpp"
#include "render/pdf.hpp"

#include <settled/date.hpp>

#include <string>

namespace settled::letters {

struct FilledLetter {
    render::Values values; // those of a reminder, with title, opening and closing
    Words words;           // of the language and of papers
};

// BAD_DATA: words are not there, or name a value that does not exist.
Result<render::PdfDocument> on_paper(const FilledLetter& letter, const std::string& language, Date day);

} // namespace settled::letters
