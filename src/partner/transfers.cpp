#include "partner/transfers.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <utility>

#include "domainplan/error.hpp"
#include "io/url.hpp"
#include "partner/curl.hpp"

namespace domainplan::partner {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestHeaderKept = 128;

struct HeaderList {
  curl_slist* list = nullptr;
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list); }

  void add(const std::string& line) {
    curl_slist* const longer = curl_slist_append(list, line.c_str());
    if (!longer) throw std::bad_alloc();
    list = longer;
  }
};

// Why one of our callbacks cut a transfer off.
enum class Cut : std::uint8_t {
  none,
  body_too_large,
  headers_too_large,
  not_loopback,
  closed_unanswered,
  no_memory
};

// An easy handle, reused from call to call, and the exchange it is busy with.
struct Slot {
  CURL* easy = nullptr;
  bool busy = false;
  bool loopback_only = false;
  std::size_t most_body = 0;
  std::size_t header_bytes = 0;
  Cut cut = Cut::none;
  std::string address;  // where we were connected to, if that was not loopback
  Clock::time_point started;
  Exchange exchange;
  std::array<char, CURL_ERROR_SIZE> error{};
};

// Callbacks must not throw: libcurl is C.
std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* user) {
  Slot& slot = *static_cast<Slot*>(user);
  if (count > slot.most_body - slot.exchange.body.size()) {
    slot.cut = Cut::body_too_large;
    return CURL_WRITEFUNC_ERROR;
  }
  try {
    slot.exchange.body.append(bytes, count);
  } catch (...) {
    slot.cut = Cut::no_memory;
    return CURL_WRITEFUNC_ERROR;
  }
  return count;
}

std::size_t on_header(char*, std::size_t, std::size_t count, void* user) {
  Slot& slot = *static_cast<Slot*>(user);
  slot.header_bytes += count;
  if (slot.header_bytes <= kMostHeaderBytes) return count;
  slot.cut = Cut::headers_too_large;
  return CURL_WRITEFUNC_ERROR;
}

// Called when a connection stands and the request is about to go out.
int on_request(void* user, char* address, char*, int, int) {
  Slot& slot = *static_cast<Slot*>(user);
  // The name "localhost" is only a name; the key goes out in the clear, so look where it would go.
  if (slot.loopback_only && !is_loopback_address(address)) {
    slot.cut = Cut::not_loopback;
    try {
      slot.address = address;
    } catch (...) {
      slot.address.clear();
    }
    return CURL_PREREQFUNC_ABORT;
  }
  // curl would send a request again by itself when a reused connection closes without an answer. The server
  // may have counted the first one, so a second one must go through the pacing.
  if (slot.exchange.sent) {
    slot.cut = Cut::closed_unanswered;
    return CURL_PREREQFUNC_ABORT;
  }
  slot.exchange.sent = true;
  return CURL_PREREQFUNC_OK;
}

std::string kept_header(CURL* easy, const char* name) {
  return header_of(easy, name).substr(0, kLongestHeaderKept);
}

std::string why(const Slot& slot, CURLcode code) {
  switch (slot.cut) {
    case Cut::none:
      break;
    case Cut::body_too_large:
      return fmt::format("the answer is larger than {} bytes", slot.most_body);
    case Cut::headers_too_large:
      return fmt::format("the answer's headers are larger than {} bytes", kMostHeaderBytes);
    case Cut::not_loopback:
      return fmt::format("the host is at {}, and plain http is for loopback only", slot.address);
    case Cut::closed_unanswered:
      return "the connection was closed before an answer";
    case Cut::no_memory:
      return "there was no memory for the answer";
  }
  return slot.error[0] != '\0' ? slot.error.data() : curl_easy_strerror(code);
}

bool is_hopeless(const Slot& slot, CURLcode code) {
  return slot.cut == Cut::not_loopback || code == CURLE_URL_MALFORMAT ||
         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

// Wakes a thread that polls.
class WakeUp {
 public:
  WakeUp() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (event_ < 0)
      throw RunError(ErrorCode::internal, "no event can be made: this process has too many open files",
                     "open files");
  }
  ~WakeUp() { ::close(event_); }
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  int descriptor() const { return event_; }
  // From any thread. It cannot fail but where it has been called already.
  void set() const { static_cast<void>(::eventfd_write(event_, 1)); }
  void clear() const {
    eventfd_t count = 0;
    static_cast<void>(::eventfd_read(event_, &count));
  }

 private:
  int event_;
};

// libcurl is told which sockets are ready, and when: curl_multi_perform() would look at every connection each
// time that anything happens on one of them.
class Transfers::Impl {
 public:
  Impl(const ApiOptions& options, const BaseUrl& base) : options_(options), base_(base) {
    watched_.push_back({wake_up_.descriptor(), POLLIN, 0});
    // The handles keep their headers; which list they use depends only on whether there is a body.
    const auto both = [&](const std::string& line) { without_body_.add(line), with_body_.add(line); };
    both(fmt::format("Authorization: Bearer {}", options.key));
    both("Accept: application/json");
    both("Expect:");  // no 100-continue: it costs a round trip
    with_body_.add("Content-Type: application/json");
    without_body_.add("Content-Type:");

    multi_ = new_multi().release();
    const long most = options.connections;
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, most);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, most);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    free_.push_back(free_slot());  // so that a libcurl that is too old is found out here
  }

  ~Impl() {
    for (const auto& slot : slots_) {
      if (slot->busy) curl_multi_remove_handle(multi_, slot->easy);
      curl_easy_cleanup(slot->easy);
    }
    curl_multi_cleanup(multi_);
  }

  bool has_room() const {
    return !free_.empty() || slots_.size() < static_cast<std::size_t>(options_.connections);
  }

  std::size_t start(const Request& request) {
    const std::size_t index = free_slot();
    Slot& slot = *slots_[index];
    slot.busy = true;
    slot.header_bytes = 0;
    slot.cut = Cut::none;
    slot.exchange = {};
    slot.error[0] = '\0';
    slot.started = Clock::now();
    set_request(slot.easy, request);
    if (curl_multi_add_handle(multi_, slot.easy) != CURLM_OK) throw std::bad_alloc();
    return index;
  }

  void step(std::vector<Finished>& finished) {
    int running = 0;
    if (timer_ <= Clock::now()) {
      timer_ = Clock::time_point::max();
      curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    for (const auto& [socket, what] : ready_) curl_multi_socket_action(multi_, socket, what, &running);
    ready_.clear();
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left))
      if (message->msg == CURLMSG_DONE) {
        // The message dies with remove_handle(): read it first.
        CURL* const easy = message->easy_handle;
        const CURLcode code = message->data.result;
        char* index = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &index);
        finish(reinterpret_cast<std::size_t>(index), code, finished);
      }
  }

  void abort(std::size_t index, std::vector<Finished>& finished) {
    if (slots_[index]->busy) finish(index, CURLE_ABORTED_BY_CALLBACK, finished);
  }

  void wait(std::chrono::milliseconds most) {
    constexpr std::chrono::milliseconds kNone{0}, kLongest{60'000};
    if (timer_ != Clock::time_point::max())
      most = std::min(most, std::chrono::ceil<std::chrono::milliseconds>(timer_ - Clock::now()));
    const auto time = static_cast<int>(std::clamp(most, kNone, kLongest).count());
    if (::poll(watched_.data(), watched_.size(), time) <= 0) return;
    if (watched_.front().revents != 0) wake_up_.clear();
    for (std::size_t i = 1; i < watched_.size(); ++i)
      if (const int events = watched_[i].revents; events != 0) {
        const bool failed = (events & ~(POLLIN | POLLOUT)) != 0;  // what is tried then says how
        ready_.emplace_back(watched_[i].fd, (failed || (events & POLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                                                (failed || (events & POLLOUT) != 0 ? CURL_CSELECT_OUT : 0));
      }
  }

  void wake() const { wake_up_.set(); }

 private:
  // What libcurl wants to know of a socket.
  static int on_socket(CURL*, curl_socket_t socket, int what, void* user, void*) {
    auto& watched = static_cast<Impl*>(user)->watched_;
    const auto found = std::find_if(watched.begin() + 1, watched.end(),
                                    [&](const pollfd& each) { return each.fd == socket; });
    if (what == CURL_POLL_REMOVE) {
      if (found != watched.end()) watched.erase(found);
      return 0;
    }
    const auto events = static_cast<short>(((what & CURL_POLL_IN) != 0 ? POLLIN : 0) |
                                           ((what & CURL_POLL_OUT) != 0 ? POLLOUT : 0));
    if (found != watched.end()) {
      found->events = events;
      return 0;
    }
    try {
      watched.push_back({socket, events, 0});
      return 0;
    } catch (...) {
      return -1;
    }
  }

  // When libcurl wants to look at its own timers at the latest; -1: it has none.
  static int on_timer(CURLM*, long milliseconds, void* user) {
    static_cast<Impl*>(user)->timer_ =
        milliseconds < 0 ? Clock::time_point::max() : Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
  }

  std::size_t free_slot() {
    if (free_.empty()) {
      slots_.push_back(std::make_unique<Slot>());
      prepare(*slots_.back(), slots_.size() - 1);
      return slots_.size() - 1;
    }
    const std::size_t index = free_.back();
    free_.pop_back();
    return index;
  }

  // What is the same for every call.
  void prepare(Slot& slot, std::size_t index) const {
    slot.loopback_only = base_.plain;
    slot.most_body = options_.max_body;
    CURL* const easy = slot.easy = curl_easy_init();
    if (!easy) throw std::bad_alloc();
    set(easy, CURLOPT_PRIVATE, reinterpret_cast<void*>(index));
    set(easy, CURLOPT_ERRORBUFFER, slot.error.data());
    set(easy, CURLOPT_WRITEFUNCTION, on_body);
    set(easy, CURLOPT_WRITEDATA, &slot);
    set(easy, CURLOPT_HEADERFUNCTION, on_header);
    set(easy, CURLOPT_HEADERDATA, &slot);
    set(easy, CURLOPT_PREREQFUNCTION, on_request);
    set(easy, CURLOPT_PREREQDATA, &slot);
    set(easy, CURLOPT_PROTOCOLS_STR, base_.plain ? "http" : "https");
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) set(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!options_.ca_dir.empty()) set(easy, CURLOPT_CAPATH, options_.ca_dir.c_str());
    set(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl can decompress
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (base_.loopback) set(easy, CURLOPT_NOPROXY, "*");
    set(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_QUICK_EXIT, 1L);  // do not wait for the resolver when a transfer is cut off
    set(easy, CURLOPT_TCP_NODELAY, 1L);
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.call_timeout.count()));
  }

  void set_request(CURL* easy, const Request& request) const {
    const bool has_body = !request.body.empty();
    set(easy, CURLOPT_URL, (base_.text + request.path).c_str());
    set(easy, CURLOPT_HTTPHEADER, (has_body ? with_body_ : without_body_).list);
    set(easy, CURLOPT_CUSTOMREQUEST, static_cast<char*>(nullptr));
    if (!has_body && request.method != "POST") {
      set(easy, CURLOPT_HTTPGET, 1L);
      if (request.method != "GET") set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
      return;
    }
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.data());
    if (request.method != "POST") set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  void finish(std::size_t index, CURLcode code, std::vector<Finished>& finished) {
    Slot& slot = *slots_[index];
    Exchange& exchange = slot.exchange;
    exchange.request_id = kept_header(slot.easy, "Peeker-Request-Id");
    exchange.date = kept_header(slot.easy, "Date");
    exchange.retry_after = kept_header(slot.easy, "Retry-After");
    exchange.content_type = kept_header(slot.easy, "Content-Type");
    curl_easy_getinfo(slot.easy, CURLINFO_RESPONSE_CODE, &exchange.status);
    if (code != CURLE_OK) {
      exchange.failure = why(slot, code);
      exchange.hopeless = is_hopeless(slot, code);
      exchange.certificate_unknown = code == CURLE_PEER_FAILED_VERIFICATION;
    }
    exchange.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - slot.started);
    curl_multi_remove_handle(multi_, slot.easy);
    slot.busy = false;
    free_.push_back(index);
    finished.push_back({index, std::move(exchange)});
  }

  const ApiOptions& options_;
  const BaseUrl& base_;
  const WakeUp wake_up_;
  std::vector<pollfd> watched_;             // the first is wake_up_
  std::vector<std::pair<int, int>> ready_;  // sockets, and what they are ready for, since the last step
  Clock::time_point timer_ = Clock::time_point::max();
  CURLM* multi_ = nullptr;
  HeaderList with_body_;
  HeaderList without_body_;
  std::vector<std::unique_ptr<Slot>> slots_;  // made when first needed; curl holds pointers into them
  std::vector<std::size_t> free_;
};

Transfers::Transfers(const ApiOptions& options, const BaseUrl& base)
    : impl_(std::make_unique<Impl>(options, base)) {}
Transfers::~Transfers() = default;
bool Transfers::has_room() const { return impl_->has_room(); }
std::size_t Transfers::start(const Request& request) { return impl_->start(request); }
void Transfers::step(std::vector<Finished>& finished) { impl_->step(finished); }
void Transfers::abort(std::size_t slot, std::vector<Finished>& finished) { impl_->abort(slot, finished); }
void Transfers::wait(std::chrono::milliseconds most) { impl_->wait(most); }
void Transfers::wake() { impl_->wake(); }

}  // namespace domainplan::partner
