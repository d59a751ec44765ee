// What a plan is made of: its files, and the options that its result depends on.
#pragma once

#include <functional>
#include <optional>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_lock.hpp"

namespace domainplan::cli {

// --customers, --personas, --bundles, --owned, --secrets-dir.
void add_plan_file_options(po::options_description& options);

// Reads them. Calls the API only for `--bundles api`; then `access` is set. Throws UsageError where one is
// missing or cannot be read.
IntakeFiles plan_files(const po::variables_map& values, Process& process, std::optional<ApiAccess>& access);

// Reads and checks the files, with the passwords that they refer to, and reports warnings and notes. Bad rows
// are left in the result.
Intake checked_intake(const IntakeFiles& files, const po::variables_map& values, Process& process);

// Throws InputError where the intake has bad rows, and reports them where --skip-bad-rows was given.
void refuse_bad_rows(const Intake& intake, const po::variables_map& values, Process& process);

// The options under Names, Choice and Reserved.
void add_selection_options(po::options_description& options);

// What these and the naming options say; the rest is as it is by default. Throws UsageError, InputError.
PlanOptions selection_options(const po::variables_map& values, Process& process);
// The same as a function that puts what was given over other options. Files are read now, and once; the
// function throws UsageError, and `values` must outlive it.
std::function<void(PlanOptions&)> given_options(const po::variables_map& values, Process& process);

// Says who seems to have an order already; submit holds them.
void report_duplicates(const PlanLock& lock, Session& session, Ledger* ledger, bool quiet, Process& process);

}  // namespace domainplan::cli
