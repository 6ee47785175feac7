// preview.hpp -- a letter as it would be sent today, with everything of the customer that is due or
// about to be; nothing is claimed and nothing is kept.
#pragma once

#include "jobs/context.hpp"
#include "letters/reminder.hpp"

#include <string>

namespace settled::jobs {

struct PreviewRequest {
    std::string template_name, customer, language; // language "": the one he is written to in
    bool with_pdf = false;
};

struct Preview {
    letters::Letter letter;
    std::string pdf; // the same on paper, where asked for
};

Result<Preview> preview(JobContext& context, const Scope& scope, const letters::TemplateSource& templates,
                        const PreviewRequest& request);

} // namespace settled::jobs
