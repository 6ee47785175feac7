// feedback.hpp -- a feedback plugin as a C++ class: bounces, receipts and answers that come back.
#pragma once

#include <settled/host.hpp>

#include <string_view>

namespace settled {

class FeedbackSink {
  public:
    explicit FeedbackSink(const settled_feedback_sink& sink) : sink_(&sink) {}
    Status add(const settled_feedback_event& event) {
        return sink_->event(sink_->context, &event) == 0 ? Status{} : Status(stopped());
    }

  private:
    const settled_feedback_sink* sink_;
};

class FeedbackSource {
  public:
    virtual ~FeedbackSource() = default;
    virtual Status check(const Findings& findings) = 0;
    virtual Status poll(FeedbackSink& sink) = 0;
    virtual Status acknowledge(std::string_view id) = 0; // the agent has stored it
};

} // namespace settled
