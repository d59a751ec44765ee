// Reads the input files. Every mistake in every file is found before anything else happens, and reported with
// its file, line and column.
//
// CSV files are UTF-8, or UTF-16 with a byte-order mark, separated by commas, semicolons or tabs. Columns are
// found by name, in any order, without regard to case, blanks, `_` and `-`. Unknown columns are ignored with
// a note, unless the name is a near miss of a known one ("webiste"): that is a mistake. Rows without any
// value are skipped.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/bundle.hpp"
#include "domainplan/customer.hpp"
#include "domainplan/error.hpp"
#include "domainplan/shortfall_reason.hpp"

namespace domainplan {

// A file's name, for messages, and its bytes.
struct InputFile {
  std::string name;
  std::string bytes;
};

// The file that a password's `file:PATH` names.
struct SecretFile {
  std::optional<std::string> bytes;  // unset: it cannot be read
  bool outside = false;              // it lies outside the folders that may hold secrets, and was not read
};

// Looks up what a password column refers to: the value of the variable in `env:NAME` (unset: there is none),
// and the file in `file:PATH`, of which the first line is used. The caller provides both, as this library
// never reads the environment, and decides which files may be read. Both are called on the thread that called
// read_intake(), may be empty (then nothing is found) and may throw. `environment` is never called for the
// variables that hold the API key.
struct SecretSources {
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::function<SecretFile(const std::string& path)> file;
};

// A customer that is left out, as its row is bad or its names need a person: it gets no order, but a row in
// shortfall.csv.
struct SkippedCustomer {
  std::size_t position;  // how many rows of customers.csv stand before it
  std::string key;       // the column as written; empty where it may hold a misplaced password
  std::string message;   // what is wrong, all of it
  ShortfallReason reason = ShortfallReason::bad_row;
};

struct Intake {
  std::vector<Customer> customers;       // the good ones, in the order of the file
  std::vector<std::size_t> positions;    // for each of them, how many rows of customers.csv stand before it
  std::vector<SkippedCustomer> skipped;  // in the order of the file
  bool unusable = false;                 // a header or the bundles are wrong, so that every row is bad
  std::vector<Diagnostic> bad_rows;      // everything found, file by file, by line
  std::vector<Diagnostic> warnings;      // used as it is, but a person should look at it
  std::vector<Diagnostic> notes;         // what was changed or ignored while reading
};

// Reads bundles from the body of GET /bundles (a name that ends in .json, or bytes that begin with '{') or
// from bundles.csv, which may have a column `status` too. Mistakes are added to `bad_rows`; a bundle with a
// mistake is left out. Archived bundles are kept, and refused where a customer names one; so are two bundles
// of one name. What was changed or ignored while reading is added to `notes`, if it is not null.
std::vector<Bundle> read_bundles(const InputFile& file, std::vector<Diagnostic>& bad_rows,
                                 std::vector<Diagnostic>* notes = nullptr);

struct IntakeFiles {
  InputFile customers;
  InputFile personas;
  InputFile bundles;
  std::optional<InputFile> owned;
};

// Reads and cross-checks all files of a plan. Never throws for what a file says: the mistakes are in the
// result. A mistake in a persona or owned row whose customer exists makes that customer bad; rows of unknown
// customers are ignored with a note. A mistake in the bundle that a customer names, or in the header of any
// file, is in `bad_rows` once, and in the message of each customer that is skipped for it. Of two rows with
// one key, or with one owned domain, the later is reported and both customers are skipped.
//
// No message, and no Diagnostic::value, has a value of a bad row that may be a misplaced password: of a
// sequencer column, of a column beside the password, or of a row with a wrong number of cells.
Intake read_intake(const IntakeFiles& files, const SecretSources& secrets);

// Reads customers and personas to make names of: only the columns that names depend on are required. (bundle,
// user, forwarding_url and the sequencer's columns may be missing, and are not read.)
Intake read_naming_intake(const InputFile& customers, const std::optional<InputFile>& personas);

// A brand as intake reads it from a cell or an option: without invisible characters, HTML decoded, a URL or
// an email address replaced by the label of its host, a formula by the text that it shows. `notes` and
// `warnings` say what was changed. `problem`, where there is one, says why it cannot be used: damaged text,
// an error value of a spreadsheet, a formula without its result, only a legal form. None of them has a file
// or a line.
struct CheckedBrand {
  std::string brand;
  std::vector<Diagnostic> notes;
  std::vector<Diagnostic> warnings;  // of changes that a person should look at
  std::optional<Diagnostic> problem;
};
CheckedBrand check_brand(std::string_view text);

// A website as intake reads it from a cell or an option: a URL, or a bare host, with or without a path.
// `problem`, where there is one, says why it is not one; it never repeats a user name or a password, and has
// no file or line.
struct CheckedWebsite {
  std::string host;  // in canonical form
  std::optional<Diagnostic> problem;
};
CheckedWebsite check_website(std::string_view text);

}  // namespace domainplan
