#include "domainplan/session.hpp"

#include <fmt/format.h>

#include <mutex>
#include <optional>

#include "domainplan/error.hpp"
#include "partner/client.hpp"
#include "partner/me.hpp"

namespace domainplan {

class Session::Impl {
 public:
  Impl(partner::ApiOptions api_options, Environment of_key, std::stop_token asked)
      : options(std::move(api_options)),
        environment(of_key),
        stop(asked),
        client(options, std::move(asked)) {}

  const Account& account() {
    const std::lock_guard lock(mutex_);
    if (account_) return *account_;
    const partner::Me me = partner::ask_me(client);
    const bool live = environment == Environment::live;
    if (live != (me.environment == "live"))
      throw UsageError(fmt::format("the API says that this key is a {} key; it begins like a {} one",
                                   me.environment, live ? "live" : "test"),
                       options.base_url);
    return account_.emplace(me.account);
  }

  const partner::ApiOptions options;
  const Environment environment;
  const std::stop_token stop;
  partner::Client client;

 private:
  std::mutex mutex_;
  std::optional<Account> account_;
};

Session::Session(partner::ApiOptions options, Environment environment, std::stop_token stop)
    : impl_(std::make_unique<Impl>(std::move(options), environment, std::move(stop))) {}
Session::~Session() = default;
Environment Session::environment() const { return impl_->environment; }
const std::string& Session::api_url() const { return impl_->options.base_url; }
const partner::ApiOptions& Session::options() const { return impl_->options; }
std::stop_token Session::stop() const { return impl_->stop; }
const Account& Session::account() { return impl_->account(); }
partner::CallCounts Session::counts() const { return impl_->client.api().all_counts(); }
void Session::share_rate(std::shared_ptr<SharedRate> rate) {
  impl_->client.api().share_rate(std::move(rate));
}
void Session::redact(const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) impl_->client.redactor().add(secret);
}
partner::Client& Session::client() { return impl_->client; }

std::string_view name_of(Permission permission) {
  switch (permission) {
    case Permission::full:
      return "full";
    case Permission::limited:
      return "limited";
    case Permission::read:
      return "read";
    case Permission::unknown:
      break;
  }
  return "unknown";
}

}  // namespace domainplan
