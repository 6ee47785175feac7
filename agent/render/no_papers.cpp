// In the place of chart.cpp and pdf*.cpp where Cairo and libharu are not built in. Who asks for a paper or a picture is told so;
// mails then go without pictures, whose words they bear anyway.
#include "render/chart.hpp"
#include "render/pdf.hpp"

namespace settled::render {
namespace {

std::unexpected<Error> not_built_in() {
    return fail(SETTLED_UNSUPPORTED,
                "this build of settled makes no PDF and no charts; use HTML and workbooks, or a Linux agent");
}

} // namespace

bool makes_papers() { return false; }
std::optional<PdfFont> installed_pdf_font() { return std::nullopt; }
Result<std::string> write_pdf(const PdfDocument&, const PdfFont&) { return not_built_in(); }
Result<std::string> write_pdf(const PdfDocument&) { return not_built_in(); }
Result<std::string> chart_png(const Chart&, const PdfFont&) { return not_built_in(); }

} // namespace settled::render
