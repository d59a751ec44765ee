// The fake vendors behind HTTP, as plan, update and planning again meet them: an account for each key.
#pragma once

#include <httplib.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "domainplan/session.hpp"
#include "submission/fake_vendor.hpp"

namespace domainplan::tests {

class VendorApi {
 public:
  VendorApi();
  ~VendorApi();
  VendorApi(const VendorApi&) = delete;
  VendorApi& operator=(const VendorApi&) = delete;

  // The vendor is not used by others while a call is under way: who makes one waits for it.
  void add_account(const std::string& key, const std::string& partner, FakeVendor& vendor);
  void set_failing(bool failing) { is_failing_ = failing; }  // answers 502 to all
  partner::ApiOptions options(const std::string& key) const;

 private:
  struct Account {
    std::string partner;
    FakeVendor* vendor = nullptr;
  };
  void answer(const httplib::Request& request, httplib::Response& response);
  nlohmann::json data(const Account& account, const httplib::Request& request) const;

  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  std::map<std::string, Account> accounts_;
  std::atomic<bool> is_failing_ = false;
  std::thread serving_;
};

// Whether the market has the domain at all; three of ten are taken by others.
bool is_for_sale(const std::string& domain);

}  // namespace domainplan::tests
