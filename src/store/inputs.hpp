// inputs/: what a plan was made of, as it was read: customers.csv without the password column, personas.csv,
// owned.csv, bundles.json. Rows that were left out are not in it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "domainplan/customer.hpp"

namespace domainplan::store {

// Each file's name and bytes.
std::vector<std::pair<std::string, std::string>> input_files(const std::vector<Customer>& customers);

// The domains of the account's inventory that customers use: the rows of inventory.csv, or "" where there are
// none; and back to their customers. Throws RunError where `bytes` is damaged or names another customer.
std::string inventory_rows(const std::vector<Customer>& customers);
void add_inventory_rows(const std::string& bytes, const std::string& path, std::vector<Customer>& customers);

// Reads them back, all but login_password, which is in the order alone. Throws RunError where a file is
// damaged or cannot be read.
std::vector<Customer> read_input_files(const std::string& folder);

}  // namespace domainplan::store
