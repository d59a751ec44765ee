#include "sandbox/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "core/text.hpp"

namespace domainplan::sandbox {
namespace {

// A compressor is a quarter of a megabyte: each thread keeps its own.
class Compressor {
 public:
  Compressor() {
    constexpr int kGzip = 15 + 16;  // the largest window, and a gzip header
    if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Compressor() { deflateEnd(&stream_); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  std::string run(std::string_view text) {
    std::string out(deflateBound(&stream_, text.size()), '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    deflate(&stream_, Z_FINISH);  // always whole: the room is deflateBound()'s
    out.resize(stream_.total_out);
    deflateReset(&stream_);
    return out;
  }

 private:
  z_stream stream_{};
};

// Whether the parameters of a coding, such as "q=0.5", have a weight of 0.
bool refused(std::string_view parameters) {
  const std::size_t weight = parameters.find("q=");
  if (weight == std::string_view::npos) return false;
  return trimmed(parameters.substr(weight + 2)).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  for (const std::string_view each : split(accept_encoding, ",")) {
    const std::size_t semicolon = std::min(each.find(';'), each.size());
    const std::string coding = ascii_lower(trimmed(each.substr(0, semicolon)));
    const bool allowed = !refused(each.substr(semicolon));
    if (coding == "gzip") return allowed;
    any = any || (coding == "*" && allowed);
  }
  return any;
}

std::string gzipped(std::string_view text) {
  thread_local Compressor compressor;
  return compressor.run(text);
}

}  // namespace domainplan::sandbox
