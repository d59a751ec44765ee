// What a thread or a callback that must not throw says of an exception that it caught.
#pragma once

#include <string>

namespace domainplan {

// The message of the exception that is being handled; "unknown exception" where it is no std::exception. Only
// to be called while one is handled. Never throws.
std::string thrown_message() noexcept;

}  // namespace domainplan
