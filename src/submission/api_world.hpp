// The world of a submission in the program: the machine's clocks and the Partner API.
#pragma once

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"
#include "partner/client.hpp"
#include "planning/check.hpp"
#include "submission/world.hpp"

namespace domainplan {

class ApiWorld : public SubmitWorld {
 public:
  // `warning` is called on the thread that calls this object. Calls end once the session is stopped.
  ApiWorld(Session& session, const CheckOptions& check, NoticeHook warning);
  // Ends what is under way: its outcome is then unknown.
  ~ApiWorld() override;

  JournalTime now() override;
  Moment monotonic() override;
  void place(std::size_t order, const std::string& bytes, bool lost_before,
             std::function<bool()> may_start) override;
  std::optional<Answer> wait(Moment until) override;
  AccountView look() override;
  std::optional<partner::Order> order(const std::string& id) override;
  void check(const std::vector<std::string>& domains,
             const std::function<void(AvailabilityRow)>& row) override;
  std::vector<partner::DomainImport> imports(const std::vector<std::string>& domains) override;
  std::vector<partner::User> users() override;

 private:
  void report(const std::vector<partner::Odd>& odd);

  CheckOptions check_;
  NoticeHook warning_;
  std::set<std::string> reported_;  // places of odd values
  std::stop_source ended_;
  std::stop_callback<std::function<void()>> on_stop_;
  partner::Client client_;

  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::list<Answer> answers_;
  std::map<std::size_t, std::jthread> calls_;  // by order; last, as they use all of the above
};

}  // namespace domainplan
