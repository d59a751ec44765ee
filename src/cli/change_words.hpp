// The results of changes at the vendor in words: why something was not done, and what would help. Empty where
// there is nothing to say; escaped.
#pragma once

#include <string>

#include "domainplan/cancel.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/rename.hpp"
#include "domainplan/swap.hpp"

namespace domainplan::cli {

std::string words_of(const ForwardResult& result);
// About one of its domains, in `state`, or the order.
std::string words_of(const Cancelling& result, CancelState state = CancelState::not_sent);
std::string words_of(const RenameResult& result);
std::string words_of(const SwapResult& result);

}  // namespace domainplan::cli
