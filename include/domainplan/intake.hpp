// Reads the input files. Every mistake in every file is found before anything else happens, and told with its
// file, line and column.
//
// CSV columns are found by name, in any order and letter case. Columns of the user's own are ignored, unless
// one looks like a column that is missing ("webiste"); rows without any value are no rows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/bundle.hpp"
#include "domainplan/customer.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

// A file's name, for messages, and its bytes.
struct InputFile {
  std::string name;
  std::string bytes;
};

// Looks up what a password column refers to: the value of `env:NAME`, the first line of `file:PATH`. Nothing:
// not set, or not readable. Given by the caller, as this library never reads the environment.
struct SecretSources {
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::function<std::optional<std::string>(const std::string& path)> file;
};

// A customer that --skip-bad-rows leaves out: it gets no order, but a row in shortfall.csv.
struct SkippedCustomer {
  std::size_t position;            // how many rows of customers.csv stand before it
  std::string key;                 // the column as written; may be empty
  std::string message;             // what was wrong, all of it
  std::string reason = "bad_row";  // as shortfall.csv has it
};

struct Intake {
  std::vector<Customer> customers;       // the good ones, in the order of the file
  std::vector<std::size_t> positions;    // for each of them, how many rows of customers.csv stand before it
  std::vector<SkippedCustomer> skipped;  // in the order of the file
  std::vector<Diagnostic> bad_rows;      // everything found, file by file, by line
};

// Reads bundles from the body of GET /bundles (a name that ends in .json, or bytes that begin with '{') or
// from bundles.csv, where a column `status` is heeded too. Mistakes are added to `bad_rows`; a bundle with a
// mistake is left out. Archived bundles are kept, and refused where a customer names one.
std::vector<Bundle> read_bundles(const InputFile& file, std::vector<Diagnostic>& bad_rows);

struct IntakeFiles {
  InputFile customers;
  InputFile personas;
  InputFile bundles;
  std::optional<InputFile> owned;
};

// Reads and cross-checks all files of a plan. Never throws for what a file says: the mistakes are in the
// result. A mistake in a persona or owned row whose customer exists makes that customer bad. So does one in
// the bundle that a customer names, and one in the header of any file: they are in `bad_rows` once, and in
// the message of each customer that is skipped for them. Of two rows with one key, or with one owned domain,
// the later is told and both customers are skipped.
Intake read_intake(const IntakeFiles& files, const SecretSources& secrets);

// Reads customers and personas for `generate --customers`: only what names are made of is required.
// (The columns bundle, user, forwarding_url and the sequencer's may be missing; where they are there they are
// not read.)
Intake read_naming_intake(const InputFile& customers, const std::optional<InputFile>& personas);

}  // namespace domainplan
