// Why an order was not sent, in words: what stands against it, and what would help where no option does.
// Empty where there is nothing to say; escaped.
#pragma once

#include <string>

#include "domainplan/submit.hpp"

namespace domainplan::cli {

std::string words_of(const SubmitReason& reason);
// With what planning it again came to.
std::string words_of(const SubmitResult& result);

}  // namespace domainplan::cli
