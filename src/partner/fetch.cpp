#include "partner/fetch.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <new>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/url.hpp"
#include "partner/curl.hpp"

namespace domainplan::partner {
namespace {

using Kind = UrlToCheck::Kind;

constexpr std::size_t kEnoughOfAPage = 64u << 10;

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

// What keeps a URL from being fetched at all.
std::string wrong_with_text(const std::string& text) {
  const auto [url, why] = parse_url(text);
  if (!why.empty()) return "is not a URL; one such as https://www.example.com/picture.jpg would be right";
  if (url.scheme != "https")
    return fmt::format("is {}, and only https is fetched; an https URL would be right", url.scheme);
  if (!url.user.empty() || !url.password.empty())
    return "holds a user or a password; one that anybody may fetch would be right";
  return "";
}

std::string bytes_in_words(std::size_t bytes) {
  return bytes >= 1'000'000 ? fmt::format("{} MB", bytes / 1'000'000) : fmt::format("{} bytes", bytes);
}

// One URL being fetched.
struct Fetch {
  enum class Cut : std::uint8_t { none, enough, too_large, headers_too_large };

  Kind kind = Kind::picture;
  const FetchRules* rules = nullptr;
  Easy easy{nullptr, curl_easy_cleanup};
  bool turned_away = false;  // an address was refused
  std::size_t body_bytes = 0;
  std::size_t header_bytes = 0;
  Cut cut = Cut::none;
  std::array<char, CURL_ERROR_SIZE> error{};
};

// A rule that throws allows nothing: libcurl is C, and no exception may pass through it.
bool may_connect(const FetchRules& rules, const sockaddr* address) {
  try {
    return rules.may_connect(address);
  } catch (...) {
    return false;
  }
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  Fetch& fetch = *static_cast<Fetch*>(user);
  if (!may_connect(*fetch.rules, &address->addr)) {
    fetch.turned_away = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t on_body(char*, std::size_t, std::size_t count, void* user) {
  Fetch& fetch = *static_cast<Fetch*>(user);
  fetch.body_bytes += count;
  if (fetch.kind == Kind::picture && fetch.body_bytes > fetch.rules->largest_picture)
    fetch.cut = Fetch::Cut::too_large;
  if (fetch.kind == Kind::forwarding && fetch.body_bytes > kEnoughOfAPage) fetch.cut = Fetch::Cut::enough;
  return fetch.cut == Fetch::Cut::none ? count : CURL_WRITEFUNC_ERROR;
}

std::size_t on_header(char*, std::size_t, std::size_t count, void* user) {
  Fetch& fetch = *static_cast<Fetch*>(user);
  fetch.header_bytes += count;
  if (fetch.header_bytes <= kMostHeaderBytes) return count;
  fetch.cut = Fetch::Cut::headers_too_large;
  return CURL_WRITEFUNC_ERROR;
}

std::unique_ptr<Fetch> prepared(const UrlToCheck& wanted, const FetchRules& rules) {
  auto fetch = std::make_unique<Fetch>();
  fetch->kind = wanted.kind;
  fetch->rules = &rules;
  fetch->easy.reset(curl_easy_init());
  CURL* const easy = fetch->easy.get();
  if (!easy) throw std::bad_alloc();
  set(easy, CURLOPT_URL, wanted.url.c_str());
  set(easy, CURLOPT_PRIVATE, fetch.get());
  set(easy, CURLOPT_ERRORBUFFER, fetch->error.data());
  set(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, fetch.get());
  set(easy, CURLOPT_WRITEFUNCTION, on_body);
  set(easy, CURLOPT_WRITEDATA, fetch.get());
  set(easy, CURLOPT_HEADERFUNCTION, on_header);
  set(easy, CURLOPT_HEADERDATA, fetch.get());
  set(easy, CURLOPT_PROTOCOLS_STR, "https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_PROXY, "");  // none, whatever the environment says: it would connect in our place
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!rules.ca_file.empty()) set(easy, CURLOPT_CAINFO, rules.ca_file.c_str());
  set(easy, CURLOPT_FRESH_CONNECT, 1L);  // a connection is judged when it is opened, so each has its own
  set(easy, CURLOPT_FORBID_REUSE, 1L);
  set(easy, CURLOPT_USERAGENT, "domainplan");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_QUICK_EXIT, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(rules.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(rules.whole_timeout.count()));
  return fetch;
}

std::string wrong_with_picture(const Fetch& fetch, long status) {
  CURL* const easy = fetch.easy.get();
  constexpr std::string_view kRight = "right would be 200 with an image, for anybody";
  if (status >= 300 && status < 400) {
    const std::string target = header_of(easy, "Location");
    return fmt::format("answers {}, a redirect{}; right would be the URL of the image itself", status,
                       target.empty() ? "" : fmt::format(" to {}", in_quotes(target, 200)));
  }
  if (status != 200) return fmt::format("answers {}; {}", status, kRight);
  const std::string type = header_of(easy, "Content-Type");
  if (!ascii_lower(trimmed(type)).starts_with("image/"))
    return fmt::format("answers 200 with the type {}; {}", type.empty() ? "(none)" : in_quotes(type), kRight);
  if (fetch.cut == Fetch::Cut::too_large)
    return fmt::format("is larger than {}; right would be a smaller image",
                       bytes_in_words(fetch.rules->largest_picture));
  if (fetch.body_bytes == 0) return fmt::format("answers 200 with nothing in it; {}", kRight);
  return "";
}

std::string wrong_with_answer(const Fetch& fetch, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(fetch.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  const bool cut_on_purpose = fetch.cut == Fetch::Cut::enough || fetch.cut == Fetch::Cut::too_large;
  if (code != CURLE_OK && !cut_on_purpose) {
    if (fetch.cut == Fetch::Cut::headers_too_large) return "answers with endless headers";
    if (code == CURLE_COULDNT_CONNECT && fetch.turned_away)
      return "leads to an address that is not of the public internet; right would be one that anybody can "
             "reach";
    if (code == CURLE_OPERATION_TIMEDOUT)
      return fmt::format("did not answer in time ({} s, {} s to connect)",
                         std::chrono::duration<double>(fetch.rules->whole_timeout).count(),
                         std::chrono::duration<double>(fetch.rules->connect_timeout).count());
    return fmt::format("cannot be fetched: {}",
                       fetch.error[0] != '\0' ? fetch.error.data() : curl_easy_strerror(code));
  }
  if (fetch.kind == Kind::picture) return wrong_with_picture(fetch, status);
  if (status >= 200 && status < 400) return "";
  return fmt::format("answers {}; right would be a page (2xx) or a redirect (3xx)", status);
}

// Fetches some URLs at once. The handles leave the multi handle before either dies.
class Fetching {
 public:
  explicit Fetching(const FetchRules& rules) : rules_(rules) {}
  ~Fetching() {
    for (const auto& [fetch, place] : under_way_) curl_multi_remove_handle(multi_.get(), fetch->easy.get());
  }
  Fetching(const Fetching&) = delete;
  Fetching& operator=(const Fetching&) = delete;

  bool has_room() const { return under_way_.size() < static_cast<std::size_t>(rules_.at_once); }
  bool idle() const { return under_way_.empty(); }

  void start(const UrlToCheck& wanted, std::size_t place) {
    auto fetch = prepared(wanted, rules_);
    if (curl_multi_add_handle(multi_.get(), fetch->easy.get()) != CURLM_OK) throw std::bad_alloc();
    under_way_.emplace(std::move(fetch), place);
  }

  // Moves what can be moved, and waits for more; calls done(place, what is wrong).
  template <class Done>
  void step(const Done& done) {
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    int left = 0;
    bool moved = false;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto found = std::find_if(under_way_.begin(), under_way_.end(),
                                      [&](const auto& one) { return one.first->easy.get() == easy; });
      done(found->second, wrong_with_answer(*found->first, code));
      curl_multi_remove_handle(multi_.get(), easy);
      under_way_.erase(found);
      moved = true;
    }
    if (!moved) curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
  }

  void wake() { curl_multi_wakeup(multi_.get()); }

 private:
  const FetchRules& rules_;
  Multi multi_ = new_multi();
  std::map<std::unique_ptr<Fetch>, std::size_t> under_way_;  // and the place of the URL
};

}  // namespace

std::vector<std::string> wrong_with_urls(
    const std::vector<UrlToCheck>& urls, std::stop_token stop, const FetchRules& rules,
    const std::function<void(std::size_t checked, std::size_t total)>& progress) {
  std::vector<std::string> wrong(urls.size());
  std::map<std::pair<Kind, std::string>, std::size_t> first;  // where a URL stands first
  std::vector<std::size_t> to_fetch;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (!first.emplace(std::pair(urls[i].kind, urls[i].url), i).second) continue;
    wrong[i] = wrong_with_text(urls[i].url);
    if (wrong[i].empty()) to_fetch.push_back(i);
  }

  std::size_t checked = first.size() - to_fetch.size();
  const auto report = [&] {
    if (progress && !first.empty()) progress(checked, first.size());
  };
  report();
  Fetching fetching(rules);
  const std::stop_callback on_stop(stop, [&] { fetching.wake(); });
  for (std::size_t next = 0; next < to_fetch.size() || !fetching.idle();) {
    if (stop.stop_requested()) throw Interrupted("interrupted");
    for (; next < to_fetch.size() && fetching.has_room(); ++next)
      fetching.start(urls[to_fetch[next]], to_fetch[next]);
    fetching.step([&](std::size_t place, std::string what) {
      wrong[place] = std::move(what);
      ++checked;
      report();
    });
  }
  for (std::size_t i = 0; i < urls.size(); ++i) wrong[i] = wrong[first.at({urls[i].kind, urls[i].url})];
  return wrong;
}

}  // namespace domainplan::partner
