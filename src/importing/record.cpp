#include "importing/record.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

RecordedImport read_line(std::string_view line, const ImportPlace& place, const std::string& path,
                         std::size_t number) {
  const std::string where = fmt::format("{}:{}", escaped(path), number);
  const json record = json::parse(line, nullptr, false);
  try {
    const ImportPlace other{record.at("environment"), record.at("api_url")};
    // The embedded sandbox has another port each time.
    const bool moves = place.environment == "sandbox" && other.environment == "sandbox";
    if (other.environment != place.environment || (other.api_url != place.api_url && !moves))
      throw UsageError(
          fmt::format("{}: the folder holds imports of the {} environment at {}, not of {} at {}", where,
                      in_quotes(other.environment), in_quotes(other.api_url), in_quotes(place.environment),
                      in_quotes(place.api_url)),
          path, Remedy::choose_another_folder);
    return {record.at("id").is_null() ? std::string() : record.at("id").get<std::string>(),
            record.at("domains")};
  } catch (const json::exception&) {
    throw RunError(ErrorCode::disk,
                   fmt::format("{} is not a record of an import: restore the file, or move it away", where),
                   path);
  }
}

}  // namespace

ImportRecord::ImportRecord(const std::string& path, ImportPlace place)
    : log_(path, Durability::each_append), place_(std::move(place)) {
  each_line_of_log(path, [&](std::string_view line, std::size_t number) {
    earlier_.push_back(read_line(line, place_, path, number));
  });
}

void ImportRecord::append(const RecordedImport& import) {
  const nlohmann::ordered_json line = {{"id", import.id.empty() ? json() : json(import.id)},
                                       {"environment", place_.environment},
                                       {"api_url", place_.api_url},
                                       {"domains", import.domains}};
  log_.append(line.dump() + "\n");
}

}  // namespace domainplan
