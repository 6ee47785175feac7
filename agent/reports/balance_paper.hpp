// balance_paper.hpp -- the 银行存款余额调节表 on paper: both sides beside each other, the verdict, who signs.
#pragma once

#include "render/pdf.hpp"
#include "reports/balance_statement.hpp"

#include <string_view>

namespace settled::reports {

render::PdfDocument balance_paper(const BalanceStatementView& view, std::string_view language);

} // namespace settled::reports
