#include "importing/record.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "store/json_fields.hpp"
#include "store/log_line.hpp"

namespace domainplan {
namespace {

using store::JsonField, store::JsonFields;

struct Line {
  std::optional<std::string> id;
  std::string environment;
  std::string api_url;
  std::vector<std::string> domains;
};
constexpr JsonFields kLine{
    JsonField{"id", &Line::id},
    JsonField{"environment", &Line::environment},
    JsonField{"api_url", &Line::api_url},
    JsonField{"domains", &Line::domains},
};

RecordedImport read_line(std::string_view bytes, const ImportPlace& place, const std::string& path,
                         std::size_t number) {
  const std::string where = fmt::format("{}:{}", path, number);
  Line line;
  if (const char* wrong = kLine.read(store::json_in_line(bytes), line))
    throw RunError(ErrorCode::disk,
                   fmt::format("{} is not a record of an import (see {}): restore the file, or move it away",
                               where, wrong),
                   path);
  // The embedded sandbox has another port each time.
  const bool moves = place.environment == "sandbox" && line.environment == "sandbox";
  if (line.environment != place.environment || (line.api_url != place.api_url && !moves))
    throw UsageError(fmt::format("{}: the folder holds imports of the {} environment at {}, not of {} at {}",
                                 where, in_quotes(line.environment), in_quotes(line.api_url),
                                 in_quotes(place.environment), in_quotes(place.api_url)),
                     path, Remedy::choose_another_folder);
  return {std::move(line.id).value_or(""), std::move(line.domains)};
}

}  // namespace

ImportRecord::ImportRecord(const std::string& path, ImportPlace place)
    : log_(path, Durability::each_append), place_(std::move(place)) {
  each_line_of_log(path, [&](std::string_view line, std::size_t number) {
    earlier_.push_back(read_line(line, place_, path, number));
  });
}

void ImportRecord::append(const RecordedImport& import) {
  Line line{import.id, place_.environment, place_.api_url, import.domains};
  if (import.id.empty()) line.id.reset();
  log_.append(kLine.json(line).dump() + "\n");
}

}  // namespace domainplan
