// gzip (RFC 1952), as fast as zlib can: answers go over loopback.
#pragma once

#include <string>
#include <string_view>

namespace domainplan::sandbox {

inline constexpr std::size_t kWorthCompressing = 1024;  // bytes; less fits one packet anyway

// Whether the header Accept-Encoding with this value allows gzip (RFC 9110 section 12.5.3).
bool accepts_gzip(std::string_view accept_encoding);

std::string gzipped(std::string_view text);

}  // namespace domainplan::sandbox
