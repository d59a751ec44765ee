// From errors to exit codes and words: the only place that names flags in an error of the library, and the
// one that prints errors.
#pragma once

#include <exception>
#include <iosfwd>
#include <string>

#include "domainplan/error.hpp"

namespace domainplan::cli {

// The flag that gets past an error, as advice: "; use --force …". Empty for Remedy::none. Where the flag
// takes a customer, that is `subject` ("; pass --allow-duplicate c1 if one more is meant"), or CUSTOMER
// without one. Where `command` lacks the flag, the command that has it is named ("; make it again with plan
// --force"); "" stands for any command.
std::string advice(Remedy remedy, const std::string& subject = {}, const std::string& command = {});

// Prints an error on `err`: a line of text (for bad input: a line for each mistake), or with `as_json` the
// line {"error":{"code","message","rows","subject","remedy","request","expected"}}, where subject, remedy,
// request (what is known of the call to the API) and expected (what would be right) may be null. Returns the
// exit code that belongs to it. `command` is the one that failed, as advice() takes it.
int report_error(const std::exception& error, bool as_json, std::ostream& err,
                 const std::string& command = {});

}  // namespace domainplan::cli
