// What run this is: all that its results depend on, but for the answers. An interrupted run leaves a note of
// it, and one that goes on must be the same.
#pragma once

#include <string>

#include "domainplan/plan.hpp"

namespace domainplan {

// summary.json's inputs_sha256.
std::string inputs_sha256(const IntakeFiles& files);

// The note: one JSON object. No secret is in it.
std::string run_note(const IntakeFiles& files, const Intake& intake, const AnswerSource& source,
                     const PlanOptions& options);

// Throws UsageError that says what differs, where `found` is the note of another run than `now`.
void check_same_run(const std::string& found, const std::string& now);

}  // namespace domainplan
