// customers.csv, and what the other files find wrong with its customers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/customer.hpp"
#include "domainplan/intake.hpp"
#include "intake/bundles.hpp"
#include "intake/findings.hpp"

namespace domainplan {

// The rows of customers.csv, good and bad, in the order of the file.
class CustomerRows {
 public:
  struct Row {
    Customer customer;  // of a bad row only the key is sure to be there
    std::size_t line = 0;
    std::size_t personas = 0;  // rows of personas.csv that name it, good and bad
    bool twice = false;        // an earlier row has the same key
    bool hides_key = false;    // the key may be a misplaced password: no message has it
    std::vector<std::string> mistakes;
    std::size_t more_mistakes = 0;  // beyond those kept in words
  };

  std::vector<Row> rows;
  bool all_blamed = false;  // see blame_all()
  bool keys_known =
      true;  // false: the header lacks the column, so that nothing can be checked against the keys

  // The first row with this key.
  Row* find(std::string_view key);
  // Makes room for so many rows.
  void reserve(std::size_t count);
  // Takes the row in, with its key, and notes where another row has it already.
  Row& add(Row row);

  // Notes why the row's customer is left out.
  static void blame(Row& row, std::string message);
  // The row's key for a message, in quotes; or other words where it is hidden.
  static std::string shown_key(const Row& row);
  // Notes that no customer can be planned, as something that all depend on is bad.
  void blame_all(std::string_view what, const Mistake& mistake);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_key_;
};

// Reads customers.csv with all its columns.
CustomerRows read_customers(const InputFile& file, const BundleList& bundles, const SecretSources& secrets,
                            Findings& findings);

// The passwords of all rows, the bad ones too, as far as they can be read. Throws what `secrets` throws.
std::vector<std::string> read_passwords(const InputFile& file, const SecretSources& secrets);

// Reads only what names are made of.
CustomerRows read_brands(const InputFile& file, Findings& findings);

}  // namespace domainplan
