#include "sandbox/webhook.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::chrono::milliseconds kLook{20};  // between two looks at what has happened
constexpr std::chrono::minutes kLatest{15};     // how long an event that comes late may wait
constexpr long kAnswerWithin = 10'000;          // milliseconds

std::size_t ignored(char*, std::size_t size, std::size_t count, void*) { return size * count; }

}  // namespace

std::string signature_of(const std::string& secret, const std::string& timestamp, const std::string& body) {
  const std::string text = timestamp + "." + body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data(), &size);
  std::string out = "v1=";
  for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02x}", hash[i]);
  return out;
}

std::string body_of(const Event& event, bool older) {
  OrderedJson json = {{"id", event.id}, {"type", event.type}, {"created_at", text_of(event.at)}};
  json["data"] = older ? OrderedJson{{event.type.substr(0, event.type.find('.')), event.data}} : event.data;
  return json.dump();
}

Webhook::Webhook(std::string url, std::string secret, Service& service)
    : url_(std::move(url)), secret_(std::move(secret)), service_(service), thread_([this] { run(); }) {}

Webhook::~Webhook() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Webhook::run() noexcept {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    lock.unlock();
    try {
      take_events();
      send_what_is_due();
    } catch (...) {
      // What is not sent waits for the next look.
    }
    lock.lock();
    wake_.wait_for(lock, kLook, [this] { return ending_; });
  }
}

void Webhook::take_events() {
  for (const Event& event : service_.take_events()) {
    const std::uint64_t number = count_++;
    const auto has = [&](Fault fault) { return service_.faults().strikes_event(fault, number); };
    Delivery delivery{event.id, body_of(event, has(Fault::event_older)), event.at};
    delivery.forged = has(Fault::event_forged);
    if (has(Fault::event_twice)) waiting_.push_back(delivery);
    if (has(Fault::event_late))
      delivery.due += std::chrono::duration_cast<Moment::duration>(
          uniform(service_.faults().chance(number), 0) * kLatest);
    waiting_.push_back(std::move(delivery));
  }
}

void Webhook::send_what_is_due() {
  // However late this thread comes, what fell due first goes first.
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const Delivery& a, const Delivery& b) { return a.due < b.due; });
  for (auto each = waiting_.begin(); each != waiting_.end();) {
    {
      const std::lock_guard lock(mutex_);
      if (ending_) return;
    }
    each = is_over(*each) ? waiting_.erase(each) : std::next(each);
  }
}

// Sends what is due; true once it is delivered, or was tried often enough.
bool Webhook::is_over(Delivery& delivery) const {
  if (service_.now() < delivery.due) return false;
  if (sent(delivery)) return true;
  if (std::exchange(delivery.forged, false)) return false;
  if (++delivery.tries == kPauses.size()) return true;
  delivery.due = service_.now() + kPauses[delivery.tries];
  return false;
}

// The time of signing is the real one: receivers hold it against their own clocks.
bool Webhook::sent(const Delivery& delivery) const {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::string timestamp = fmt::format("{}", std::chrono::duration_cast<std::chrono::seconds>(
                                                      std::chrono::system_clock::now().time_since_epoch())
                                                      .count());
  const std::string secret = delivery.forged ? secret_ + "x" : secret_;
  curl_slist* headers = nullptr;
  for (const std::string& header :
       {std::string("Content-Type: application/json"), "Peeker-Event-Id: " + delivery.id,
        "Peeker-Timestamp: " + timestamp,
        "Peeker-Signature: " + signature_of(secret, timestamp, delivery.body), std::string("Expect:")})
    headers = curl_slist_append(headers, header.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> owner(headers, curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url_.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, delivery.body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(delivery.body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kAnswerWithin);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, ignored);
  long status = 0;
  if (curl_easy_perform(curl.get()) == CURLE_OK)
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return status >= 200 && status < 300;
}

}  // namespace domainplan::sandbox
