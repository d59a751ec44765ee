// .domainplan/calls: when a run started its calls, so that a run that goes on knows of those that were never
// answered. Its only reader and writer.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domainplan/api_options.hpp"
#include "io/rfc3339.hpp"

namespace domainplan::store {

struct LoggedCall {
  UtcTime started;  // to the millisecond
  partner::Attempt attempt = partner::Attempt::first;

  bool operator==(const LoggedCall&) const = default;
};

// A line: milliseconds since 1970, a blank, and a word for what it repeats, if anything.
std::string call_line(const LoggedCall& call);

// Visits the calls in turn, that of a torn last line included. Lines that are none are passed over.
void each_logged_call(std::string_view bytes, const std::function<void(const LoggedCall&)>& visit);

}  // namespace domainplan::store
