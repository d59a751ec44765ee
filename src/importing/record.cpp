#include "importing/record.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

RecordedImport read_line(std::string_view line, const ImportPlace& place, const std::string& where) {
  const json record = json::parse(line, nullptr, false);
  try {
    const ImportPlace other{record.at("environment"), record.at("api_url")};
    // The embedded sandbox has another port each time.
    const bool moves = place.environment == "sandbox" && other.environment == "sandbox";
    if (other.environment != place.environment || (other.api_url != place.api_url && !moves))
      throw UsageError(fmt::format(
          "{}: the folder holds imports of the {} environment at {}, not of {} at {}: give another --out",
          where, in_quotes(other.environment), in_quotes(other.api_url), in_quotes(place.environment),
          in_quotes(place.api_url)));
    return {record.at("id").is_null() ? std::string() : record.at("id").get<std::string>(),
            record.at("domains")};
  } catch (const json::exception&) {
    throw RunError(fmt::format("{} is no record of an import: restore the file, or move it away", where));
  }
}

}  // namespace

ImportRecord::ImportRecord(const std::string& path, ImportPlace place)
    : file_(path, OutputFile::Mode::append), place_(std::move(place)) {
  if (!file_.lock()) throw RunError(fmt::format("another import is writing {}", in_quotes(path, 300)));
  const std::string bytes = bytes_of_file(path);
  const std::size_t whole = bytes.rfind('\n') + 1;  // npos + 1 is 0
  std::size_t number = 0;
  for (const std::string_view line : split(std::string_view(bytes).substr(0, whole), "\n"))
    earlier_.push_back(read_line(line, place_, fmt::format("{}:{}", escaped(path), ++number)));
  if (whole < bytes.size()) std::filesystem::resize_file(path, whole);
}

void ImportRecord::append(const RecordedImport& import) {
  const nlohmann::ordered_json line = {{"id", import.id.empty() ? json() : json(import.id)},
                                       {"environment", place_.environment},
                                       {"api_url", place_.api_url},
                                       {"domains", import.domains}};
  file_.write(line.dump() + "\n");
  file_.sync();
}

}  // namespace domainplan
