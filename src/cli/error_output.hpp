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
// without one.
std::string advice(Remedy remedy, const std::string& subject = {});

// `text` with everything that looks like an API key (pk_live_…, pk_test_…) cut after its prefix, as a key
// may stand where another value belongs.
std::string without_keys(std::string text);

// Prints an error on `err`: a line of text (for bad input: a line for each mistake), or with `as_json` the
// line
// {"error":{"code","message","rows"}}. Returns the exit code that belongs to it.
int report_error(const std::exception& error, bool as_json, std::ostream& err);

}  // namespace domainplan::cli
