// `domainplan check` and `domainplan plan` once more, from the public headers:
//   rebuild check LIST          rebuild plan INPUTS DIR
#include <domainplan/check.hpp>
#include <domainplan/name_list.hpp>
#include <domainplan/plan.hpp>
#include <domainplan/sandbox.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace domainplan;

InputFile read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {path, {std::istreambuf_iterator<char>(file), {}}};
}

int check(Session& session, const std::string& list) {
  std::vector<std::string> names;
  read_name_list(read(list), [&](ListedName&& one) {
    if (one.invalid.empty()) names.push_back(one.name);
  });
  std::unordered_map<std::string, AvailabilityRow> known;
  check_availability(session, names, {}, {.rows = [&](std::vector<AvailabilityRow> rows) {
                       for (AvailabilityRow& row : rows) known[row.domain] = row;
                     }});
  for (const std::string& name : names)
    std::cout << name << ' ' << (known[name].available() ? "available" : name_of(*known[name].reason))
              << '\n';
  return 0;
}

int plan_all(Session& session, const std::string& inputs, const std::string& folder) {
  const IntakeFiles files{read(inputs + "/customers.csv"), read(inputs + "/personas.csv"),
                          read(inputs + "/bundles.json"), read(inputs + "/owned.csv")};
  const Intake intake = read_intake(files, {.environment = {}, .file = {}});
  for (const Diagnostic& bad : intake.bad_rows) std::cerr << bad.text() << '\n';
  if (!intake.bad_rows.empty()) return 2;
  const AnswerSource source{&session, {}, session.api_url(), session.environment()};
  const PlanSummary summary =
      plan(intake, files, naming_rules({}), source, {}, PlanLock(folder), {}, session.stop());
  std::cout << summary.planned << " of " << summary.customers << " planned\n";
  return summary.short_of_domains > 0 ? 3 : 0;
}

int main(int count, char** words) try {
  const sandbox::Server server({});
  Session session({.base_url = server.base_url(), .key = sandbox::kTestKey}, Environment::sandbox);
  const std::string command = count > 1 ? words[1] : "";
  if (command == "check" && count == 3) return check(session, words[2]);
  if (command == "plan" && count == 4) return plan_all(session, words[2], words[3]);
  return 2;
} catch (const Error& error) {
  std::cerr << error.what() << '\n';
  return error.code() == ErrorCode::key_refused ? 4 : 1;
}
