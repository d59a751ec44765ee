// Odd values of the API's lists, as the warnings of an operation.
#pragma once

#include <vector>

#include "domainplan/notice.hpp"
#include "partner/fields.hpp"

namespace domainplan {

inline void add_warnings(const std::vector<partner::Odd>& odd, std::vector<Notice>& warnings,
                         NoticeCode code = NoticeCode::odd_value) {
  for (const partner::Odd& one : odd)
    warnings.push_back({.code = code, .subject = one.place, .reason = one.reason});
}

}  // namespace domainplan
