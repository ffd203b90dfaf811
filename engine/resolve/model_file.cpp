// SPDX-License-Identifier: Apache-2.0
// The document is a described type of its own, so that reader, writer and schema are one, and the engine's own
// structures may change without changing the format.
#include "resolve/model_file.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "base/wire.h"
#include "kernels/nearest_name.h"
#include "resolve/column_type.h"
#include "resolve/field.h"
#include "resolve/json_text.h"

namespace zhike::resolve {
namespace {

struct LevelFile {
  std::string level;
  double m = 0, u = 0;
  std::optional<double> m_related;
  std::optional<double> bits;
  static constexpr auto fields() {
    return std::tuple{field("level", &LevelFile::level, "How two values agree, nearest first", "吻合程度，由近到远", {.required = true}),
                      field("m", &LevelFile::m, "Share of pairs of one customer at this level", "同一客户的记录对处于该级的比例", {.required = true}),
                      field("m_related", &LevelFile::m_related, "Share of pairs of one household at this level", "同一家庭的记录对处于该级的比例"),
                      field("u", &LevelFile::u, "Share of pairs of strangers at this level, in the table learned from", "随机记录对处于该级的比例（学习数据）", {.required = true}),
                      field("bits", &LevelFile::bits, "log2(m/u), for people; not read", "log2(m/u)，仅供阅读")};
  }
};
struct FieldFile {
  std::string name, kind, cleaning, speaks_for = "person";
  double filled_share = 0;
  std::int64_t values_count = 0;
  std::vector<LevelFile> levels;
  std::vector<std::vector<std::string>> aliases;
  static constexpr auto fields() {
    return std::tuple{field("name", &FieldFile::name, "Field; parts of a name are called after their column", "字段名", {.required = true}),
                      field("kind", &FieldFile::kind, "Kind of field, which decides its levels", "字段种类，决定吻合级别", {.required = true}),
                      field("cleaning", &FieldFile::cleaning, "What a value is reduced to before it is compared", "比较前的清洗方式", {.required = true}),
                      field("speaks_for", &FieldFile::speaks_for, "Whose evidence it is; namesake: a person's, yet found again in households", "证据属于个人还是家庭；namesake：属于个人，但在家庭中会重复", {.required = true, .choices = "person|namesake|household"}),
                      field("filled_share", &FieldFile::filled_share, "Share of rows that have a value", "非空比例"),
                      field("values_count", &FieldFile::values_count, "Different values", "不同取值数"),
                      field("levels", &FieldFile::levels, "Weights", "权重", {.required = true}),
                      field("aliases", &FieldFile::aliases, "Pairs of values learned to mean the same", "学得的同义值对")};
  }
};
struct ColumnFile {
  std::string name, kind;
  static constexpr auto fields() {
    return std::tuple{field("name", &ColumnFile::name, "Column of the data", "数据列", {.required = true}),
                      field("kind", &ColumnFile::kind, "What it is taken for; ignore leaves it out", "识别为何种内容；ignore 表示不参与", {.required = true})};
  }
};
struct DependenceFile {
  std::string parent, child;
  double lift_bits = 0;
  std::vector<std::vector<double>> m;
  static constexpr auto fields() {
    return std::tuple{field("parent", &DependenceFile::parent, "Field", "字段", {.required = true}),
                      field("child", &DependenceFile::child, "Field that says little new once the other agrees", "另一字段吻合后新增信息很少的字段", {.required = true}),
                      field("lift_bits", &DependenceFile::lift_bits, "Bits taken back when both agree", "两者同时吻合时扣回的比特", {.required = true}),
                      field("m", &DependenceFile::m, "m of the child's levels (columns) at each level of the parent (rows)", "子字段各级（列）在父字段各级（行）下的 m", {.required = true})};
  }
};
struct SwapFile {
  double fully = 0.02, partly = 0.02;
  static constexpr auto fields() {
    return std::tuple{field("fully", &SwapFile::fully, "Share of pairs of one customer with given name and surname exchanged", "姓名互换的比例", {.required = true}),
                      field("partly", &SwapFile::partly, "The same as far as one side shows", "可见部分互换的比例", {.required = true})};
  }
};
struct EmailLiftFile {
  std::vector<double> given_name, surname;
  static constexpr auto fields() {
    return std::tuple{field("given_name", &EmailLiftFile::given_name, "Bits similar e-mails lose, by level, when the given name agrees", "名相同时相似邮箱各级扣回的比特", {.required = true}),
                      field("surname", &EmailLiftFile::surname, "The same when the surname agrees", "姓相同时", {.required = true})};
  }
};
struct CalibrationFile {
  std::string method = "slope";
  double slope = 0.75, offset = 0;
  std::vector<std::vector<double>> steps;
  std::int64_t pairs_count = 0;
  static constexpr auto fields() {
    return std::tuple{field("method", &CalibrationFile::method, "Where probabilities come from", "概率校准方式", {.required = true, .choices = "slope|platt|isotonic"}),
                      field("slope", &CalibrationFile::slope, "log2 odds = slope * weight + offset", "log2 胜算 = slope × 权重 + offset"),
                      field("offset", &CalibrationFile::offset, "See slope", "见 slope"),
                      field("steps", &CalibrationFile::steps, "Weight and probability, ascending (isotonic)", "权重与概率，递增（isotonic）"),
                      field("pairs_count", &CalibrationFile::pairs_count, "Labelled pairs it rests on", "依据的已标注记录对数")};
  }
};
struct ModelFile {
  std::int64_t zhike_model = model_format;
  std::string made_by, why;
  std::int64_t records_count = 0;
  double cut_bits = 0, prior_bits = 0, prior_related_bits = 0;
  std::vector<ColumnFile> columns;
  std::vector<FieldFile> field_models;
  std::vector<DependenceFile> dependences;
  SwapFile name_swap;
  EmailLiftFile email_lift;
  CalibrationFile calibration;
  static constexpr auto fields() {
    return std::tuple{field("zhike_model", &ModelFile::zhike_model, "Version of this format", "格式版本", {.required = true}),
                      field("made_by", &ModelFile::made_by, "Program that learned it", "生成程序"),
                      field("why", &ModelFile::why, "A note of yours", "备注"),
                      field("records_count", &ModelFile::records_count, "Rows it was learned from; the prior moves with it", "学习所用行数；先验随之调整", {.required = true}),
                      field("cut_bits", &ModelFile::cut_bits, "Clusters are cut here", "聚类切分线（比特）", {.required = true}),
                      field("prior_bits", &ModelFile::prior_bits, "Log odds that two rows are one customer", "两行为同一客户的先验对数胜算", {.required = true}),
                      field("prior_related_bits", &ModelFile::prior_related_bits, "Log odds that two rows are of one household", "两行属同一家庭的先验对数胜算", {.required = true}),
                      field("columns", &ModelFile::columns, "What the columns are taken for", "各列的识别结果", {.required = true}),
                      field("fields", &ModelFile::field_models, "Weights by field", "各字段权重", {.required = true}),
                      field("dependences", &ModelFile::dependences, "Evidence that would count twice", "会被重复计算的证据"),
                      field("name_swap", &ModelFile::name_swap, "Exchanged names", "姓名互换"),
                      field("email_lift", &ModelFile::email_lift, "E-mails that follow the name", "由姓名派生的邮箱"),
                      field("calibration", &ModelFile::calibration, "From bits to probability", "由比特到概率")};
  }
};

// What a value of the kind is reduced to (clean_text.h, clean_name.h, clean_date.h).
std::string_view cleaning_of(Kind kind) {
  switch (kind) {
    case Kind::given_name: case Kind::surname: case Kind::rest_of_name: case Kind::other_name: return "name_words";
    case Kind::organisation_name: return "organisation_parts";
    case Kind::han_given_name: case Kind::han_surname: return "han_name";
    case Kind::date: return "date";
    case Kind::identifier: return "letters_and_digits";
    case Kind::phone: return "last_ten_digits";
    case Kind::email: return "email";
    case Kind::address: case Kind::place: return "address_words";
    case Kind::postcode: case Kind::number: return "code";
    case Kind::category: return "words";
  }
  return "";
}

// A sentence with the nearest known name.
Error no_such(const std::string& where, std::string_view name, std::string_view what, std::span<const std::string_view> known) {
  std::string message = where + " says '" + std::string(name) + "', which is no " + std::string(what);
  if (const auto near = kernels::nearest_name(name, known); !near.empty()) message += "; did you mean '" + std::string(near) + "'?";
  else {
    message += "; known:";
    for (const auto candidate : known) message.append(1, ' ').append(candidate);
  }
  return {ErrorCode::bad_request, message};
}

Result<Kind> kind_named(const std::string& id, const std::string& where) {
  std::vector<std::string_view> known;
  for (const auto& row : kind_table) {
    if (row.id == id) return row.kind;
    known.push_back(row.id);
  }
  return no_such(where + "/kind", id, "kind of field", known);
}

Status read_levels(const FieldFile& file, FieldModel& out, const std::string& where) {
  const auto& labels = info(out.kind).labels;
  std::vector<std::string_view> known(labels.begin() + 1, labels.begin() + levels_count(out.kind));
  for (std::size_t k = 0; k < file.levels.size(); ++k) {
    const auto& level = file.levels[k];
    const std::string place = where + "/levels/" + std::to_string(k);
    const auto at = std::find(known.begin(), known.end(), level.level);
    if (at == known.end()) return no_such(place + "/level", level.level, "level of " + std::string(info(out.kind).id), known);
    if (!(level.m > 0 && level.m <= 1)) return Error{ErrorCode::bad_request, place + "/m must be above 0 and at most 1"};
    if (!(level.u > 0 && level.u <= 1)) return Error{ErrorCode::bad_request, place + "/u must be above 0 and at most 1"};
    const double related = level.m_related.value_or(level.m);
    if (!(related > 0 && related <= 1)) return Error{ErrorCode::bad_request, place + "/m_related must be above 0 and at most 1"};
    const auto number = static_cast<std::size_t>(at - known.begin()) + 1;
    out.m[number] = level.m;
    out.u[number] = level.u;
    out.m_related[number] = related;
  }
  for (std::size_t number = 1; number <= known.size(); ++number)
    if (out.m[number] == 0)
      return Error{ErrorCode::bad_request, where + "/levels lacks the level '" + std::string(known[number - 1]) + "'"};
  return done();
}

Status read_fields(const ModelFile& file, Model& out, const std::string& path) {
  if (file.field_models.size() > fields_most)
    return Error{ErrorCode::bad_request, path + "/fields: at most " + std::to_string(fields_most) + " fields are compared"};
  for (std::size_t k = 0; k < file.field_models.size(); ++k) {
    const auto& in = file.field_models[k];
    const std::string where = path + "/fields/" + std::to_string(k);
    FieldModel learned;
    learned.name = in.name;
    ZK_TRY_SET(learned.kind, kind_named(in.kind, where));
    if (in.cleaning != cleaning_of(learned.kind)) {
      const std::string_view only[] = {cleaning_of(learned.kind)};
      return no_such(where + "/cleaning", in.cleaning, "cleaning of " + in.kind + " in this version", only);
    }
    static constexpr std::string_view speakers[] = {"person", "namesake", "household"};
    if (std::find(std::begin(speakers), std::end(speakers), in.speaks_for) == std::end(speakers))
      return no_such(where + "/speaks_for", in.speaks_for, "choice", speakers);
    learned.shared = in.speaks_for == "household";
    learned.inherited = in.speaks_for == "namesake";
    learned.filled_share = in.filled_share;
    learned.values_count = static_cast<std::uint32_t>(in.values_count);
    ZK_TRY(read_levels(in, learned, where));
    for (const auto& pair : in.aliases) {
      if (pair.size() != 2) return Error{ErrorCode::bad_request, where + "/aliases: each is a list of two values"};
      out.aliases.push_back({static_cast<std::uint32_t>(k), pair[0], pair[1]});
    }
    out.fields.push_back(learned);
  }
  if (out.fields.empty()) return Error{ErrorCode::bad_request, path + "/fields is empty: there is nothing to compare"};
  return done();
}

Result<std::uint32_t> field_number(const Model& model, const std::string& name, const std::string& where) {
  std::vector<std::string_view> known;
  for (std::size_t k = 0; k < model.fields.size(); ++k) {
    if (model.fields[k].name == name) return static_cast<std::uint32_t>(k);
    known.push_back(model.fields[k].name);
  }
  return no_such(where, name, "field of this model", known);
}

Status read_dependences(const ModelFile& file, Model& out, const std::string& path) {
  for (std::size_t k = 0; k < file.dependences.size(); ++k) {
    const auto& in = file.dependences[k];
    const std::string where = path + "/dependences/" + std::to_string(k);
    DependenceModel link;
    ZK_TRY_SET(link.parent, field_number(out, in.parent, where + "/parent"));
    ZK_TRY_SET(link.child, field_number(out, in.child, where + "/child"));
    link.lift_bits = in.lift_bits;
    const auto rows = static_cast<std::size_t>(levels_count(out.fields[link.parent].kind) - 1);
    const auto columns = static_cast<std::size_t>(levels_count(out.fields[link.child].kind) - 1);
    bool fits = in.m.size() == rows;
    for (const auto& row : in.m) fits &= row.size() == columns && std::all_of(row.begin(), row.end(), [](double m) { return m > 0 && m <= 1; });
    if (!fits)
      return Error{ErrorCode::bad_request, where + "/m must have " + std::to_string(rows) + " rows of " + std::to_string(columns) + " shares above 0"};
    for (std::size_t a = 0; a < rows; ++a)
      for (std::size_t b = 0; b < columns; ++b) link.m[a + 1][b + 1] = in.m[a][b];
    out.dependences.push_back(link);
  }
  return done();
}

Status read_columns(const ModelFile& file, Model& out, const std::string& path) {
  static constexpr std::string_view known[] = {"given_name", "surname", "full_name", "middle_name", "rest_of_name", "date", "identifier", "phone", "email",
                                               "address", "place", "postcode", "number", "category", "year", "month", "day", "source", "ignore"};
  for (std::size_t k = 0; k < file.columns.size(); ++k) {
    const auto& in = file.columns[k];
    if (!column_type_named(in.kind)) return no_such(path + "/columns/" + std::to_string(k) + "/kind", in.kind, "kind of column", known);
    out.columns.push_back({in.name, in.kind});
  }
  return done();
}

Status read_calibration(const CalibrationFile& in, Calibration& out, const std::string& where) {
  out = {in.method, in.slope, in.offset, {}, static_cast<std::uint64_t>(std::max<std::int64_t>(in.pairs_count, 0))};
  for (const auto& step : in.steps) {
    const bool fits = step.size() == 2 && step[1] >= 0 && step[1] <= 1;
    if (!fits || (!out.steps.empty() && (step[0] <= out.steps.back().first || step[1] < out.steps.back().second)))
      return Error{ErrorCode::bad_request, where + "/steps must be pairs of weight and probability, both ascending"};
    out.steps.emplace_back(step[0], step[1]);
  }
  return done();
}

Status read_email_lift(const EmailLiftFile& in, Model& out, const std::string& where) {
  const auto levels = static_cast<std::size_t>(levels_count(Kind::email) - 1);
  for (const auto* list : {&in.given_name, &in.surname}) {
    if (list->empty()) continue;
    if (list->size() != levels) return Error{ErrorCode::bad_request, where + " needs " + std::to_string(levels) + " values, one per level of e-mail"};
    auto& lift = out.email_lift[list == &in.given_name ? 0 : 1];
    for (std::size_t level = 0; level < levels; ++level) lift[level + 1] = (*list)[level];
  }
  return done();
}

FieldFile field_file(const Model& model, std::uint32_t f) {
  const auto& learned = model.fields[f];
  FieldFile out;
  out.name = learned.name;
  out.kind = info(learned.kind).id;
  out.cleaning = cleaning_of(learned.kind);
  out.speaks_for = learned.shared ? "household" : learned.inherited ? "namesake" : "person";
  out.filled_share = learned.filled_share;
  out.values_count = learned.values_count;
  for (int level = 1; level < levels_count(learned.kind); ++level) {
    LevelFile row{std::string(info(learned.kind).labels[level]), learned.m[level], learned.u[level], std::nullopt, std::round(std::log2(learned.m[level] / learned.u[level]) * 100) / 100};
    if (learned.shared || learned.inherited) row.m_related = learned.m_related[level];
    out.levels.push_back(row);
  }
  for (const auto& alias : model.aliases)
    if (alias.field == f) out.aliases.push_back({alias.left, alias.right});
  return out;
}

// The schemas of the standards folder hold standard keywords only.
boost::json::value without_chinese(const boost::json::value& value) {
  if (value.is_array()) {
    boost::json::array out;
    for (const auto& element : value.get_array()) out.push_back(without_chinese(element));
    return out;
  }
  if (!value.is_object()) return value;
  boost::json::object out;
  for (const auto& [key, member] : value.get_object())
    if (key != "x-zh") out[key] = without_chinese(member);
  return out;
}

}  // namespace

std::string write_model(const Model& model) {
  ModelFile file;
  file.made_by = "zhike " ZHIKE_VERSION;
  file.records_count = static_cast<std::int64_t>(model.records_count);
  file.cut_bits = model.cut_bits;
  file.prior_bits = model.prior_bits;
  file.prior_related_bits = model.prior_related_bits;
  for (const auto& column : model.columns) file.columns.push_back({column.name, column.kind});
  for (std::uint32_t f = 0; f < model.fields.size(); ++f) file.field_models.push_back(field_file(model, f));
  for (const auto& link : model.dependences) {
    DependenceFile out{model.fields[link.parent].name, model.fields[link.child].name, link.lift_bits, {}};
    for (int a = 1; a < levels_count(model.fields[link.parent].kind); ++a)
      out.m.emplace_back(link.m[a].begin() + 1, link.m[a].begin() + levels_count(model.fields[link.child].kind));
    file.dependences.push_back(std::move(out));
  }
  file.name_swap = {model.m_swap[1], model.m_swap[2]};
  const auto lift = [](const auto& bits) { return std::vector<double>(bits.begin() + 1, bits.begin() + levels_count(Kind::email)); };
  file.email_lift = {lift(model.email_lift[0]), lift(model.email_lift[1])};
  const auto& calibration = model.calibration;
  file.calibration = {calibration.method, calibration.slope, calibration.offset, {}, static_cast<std::int64_t>(calibration.pairs_count)};
  for (const auto& [weight, probability] : calibration.steps) file.calibration.steps.push_back({weight, probability});
  return json_text(wire::to_json(file));
}

Result<Model> read_model(std::string_view text, const std::string& path) {
  boost::system::error_code error;
  const auto document = boost::json::parse(text, error);
  if (error) return Error{ErrorCode::unreadable, path + " is not JSON: " + error.message()};
  const auto* object = document.if_object();
  const auto* version = object ? object->if_contains("zhike_model") : nullptr;
  if (!version || !version->is_int64())
    return Error{ErrorCode::bad_request, path + " is no model: it has no 'zhike_model' with the version of its format"};
  if (version->get_int64() > model_format || version->get_int64() < 1)
    return Error{ErrorCode::bad_request, path + " has format " + std::to_string(version->get_int64()) + " of a later Zhike; this one reads format " +
                                             std::to_string(model_format) + ". Update Zhike, or learn the model again."};
  ModelFile file;
  if (Status read = wire::from_json(document, file, path); !read.ok()) return read.error();
  Model model;
  model.records_count = static_cast<std::uint64_t>(std::max<std::int64_t>(file.records_count, 0));
  model.cut_bits = file.cut_bits;
  model.prior_bits = file.prior_bits;
  model.prior_related_bits = file.prior_related_bits;
  ZK_TRY(read_columns(file, model, path));
  ZK_TRY(read_fields(file, model, path));
  ZK_TRY(read_dependences(file, model, path));
  if (!(file.name_swap.fully > 0 && file.name_swap.partly > 0)) return Error{ErrorCode::bad_request, path + "/name_swap must hold shares above 0"};
  model.m_swap = {1, file.name_swap.fully, file.name_swap.partly};
  ZK_TRY(read_email_lift(file.email_lift, model, path + "/email_lift"));
  ZK_TRY(read_calibration(file.calibration, model.calibration, path + "/calibration"));
  return model;
}

boost::json::object model_schema() {
  auto schema = without_chinese(wire::schema<ModelFile>()).get_object();
  boost::json::object out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "A learned matching model of Zhike"}};
  for (auto& [key, value] : schema) out[key] = value;
  return out;
}

}  // namespace zhike::resolve
