// Warnings and notes of the library in words.
#pragma once

#include <string>

#include "domainplan/notice.hpp"

namespace domainplan::cli {

// One line, escaped.
std::string words_of(const Notice& notice);

}  // namespace domainplan::cli
