// SPDX-License-Identifier: Apache-2.0
// The tables of sources and events, and the rows of their files.
#include "trial/layout.h"

namespace zhike::trial {
namespace {

using enum Item;

constexpr Column shop_columns[] = {{source_key, "会员卡号", "card_no"}, {name, "姓名", "name"}, {sex, "性别", "sex"}, {mobile, "手机号", "mobile"}, {birth, "生日", "birthday"}, {address, "家庭住址", "address"},
                                   {tier, "会员等级", "tier"}, {points, "积分余额", "points"}, {balance, "储值余额", "stored_value"}, {registered, "开卡日期", "opened_on"}, {store, "开卡门店", "store"}};
constexpr Column crm_columns[] = {{source_key, "客户编号", "Customer ID"}, {name, "客户姓名", "Customer Name"}, {sex, "性别", "Gender"}, {id_type, "证件类型", "ID Type"}, {id_number, "证件号码", "ID Number"},
                                  {birth, "出生日期", "Date of Birth"}, {mobile, "移动电话", "Cell Phone"}, {landline, "固定电话", "Home Phone"}, {email, "电子邮箱", "E-mail"}, {address, "通讯地址", "Mailing Address"},
                                  {postcode, "邮政编码", "ZIP"}, {marital, "婚姻状况", "Marital Status"}, {staff, "客户经理", "Account Manager"}, {registered, "建档日期", "Created"}};
constexpr Column call_columns[] = {{source_key, "客户ID", "customer_id"}, {name, "来电人", "caller"}, {sex, "称呼", "title"}, {mobile, "联系电话", "phone"}, {address, "收货地址", "delivery_address"},
                                   {birth, "出生年月日", "date_of_birth"}, {note, "首次来电事由", "first_call_reason"}, {registered, "首次来电日期", "first_call"}};
constexpr Column bought_columns[] = {{source_key, "lead_id", "lead_id"}, {name, "name", "name"}, {sex, "gender", "gender"}, {birth, "dob", "dob"}, {mobile, "phone_no", "phone_no"}, {email, "email", "email"},
                                     {id_number, "id_no", "id_no"}, {province, "province", "state"}, {city, "city", "city"}, {district, "county", "county"}, {detail, "street", "street"}, {registered, "list_date", "list_date"}};
constexpr Column erp_columns[] = {{source_key, "客户代码", "customer_code"}, {name, "单位名称", "company_name"}, {code, "统一社会信用代码", "tax_id"}, {former_name, "曾用名", "former_name"}, {legal_representative, "法定代表人", "legal_representative"},
                                  {industry, "行业代码", "industry"}, {address, "注册地址", "registered_address"}, {contact, "联系人", "contact"}, {contact_mobile, "联系人手机", "contact_mobile"}, {landline, "公司电话", "telephone"},
                                  {account, "银行账号", "bank_account"}, {credit, "授信额度", "credit_limit"}, {registered, "建档日期", "created_on"}};
constexpr Column company_columns[] = {{source_key, "客户编号", "Account ID"}, {name, "公司名称", "Company"}, {code, "税号", "Tax ID"}, {industry, "所属行业", "Industry"}, {address, "办公地址", "Office Address"}, {contact, "联系人", "Contact"},
                                      {mobile, "手机", "Mobile"}, {landline, "电话", "Phone"}, {email, "邮箱", "Email"}, {tier, "客户等级", "Grade"}, {staff, "客户经理", "Account Manager"}, {registered, "创建日期", "Created"}};
constexpr Column person_table[] = {{name, "姓名", "name"}, {sex, "性别", "sex"}, {birth, "出生日期", "birth_date"}, {id_number, "身份证号", "id_number"}, {mobile, "手机号码", "mobile"}, {email, "邮箱", "email"}, {address, "地址", "address"}, {unionid, "微信unionid", "wechat_unionid"}};
constexpr Column organisation_table[] = {{name, "企业名称", "company_name"}, {code, "统一社会信用代码", "tax_id"}, {legal_representative, "法定代表人", "legal_representative"}, {industry, "行业代码", "industry"}, {address, "地址", "address"},
                                         {contact, "联系人", "contact"}, {mobile, "联系电话", "mobile"}, {landline, "固定电话", "landline"}, {email, "邮箱", "email"}};
// The app writes objects; these columns only say which items it has.
constexpr Column app_columns[] = {{source_key, "user_id", "user_id"}, {name, "real_name", "real_name"}};

const SourceFile source_files[] = {
    {SourceId::shop_pos, "shop_pos", "shop_pos.csv", "pos", "retail", "person", 60, Format::csv_gb18030, shop_columns, "88", DateStyle::slashes},
    {SourceId::crm, "crm", "crm.xlsx", "crm", "sales", "person", 85, Format::workbook, crm_columns, "KH", DateStyle::dashes},
    {SourceId::app, "app", "app.jsonl", "app", "digital", "person", 70, Format::json_lines, app_columns, "10", DateStyle::dashes},
    {SourceId::call_centre, "call_centre", "call_centre.csv", "call_centre", "service", "person", 40, Format::csv_bom, call_columns, "CC", DateStyle::dots},
    {SourceId::bought_list, "bought_list", "bought_list.parquet", "third_party", "marketing", "person", 20, Format::parquet, bought_columns, "L", DateStyle::plain},
    {SourceId::erp, "erp", "erp.csv", "erp", "finance", "organisation", 90, Format::csv, erp_columns, "C", DateStyle::dashes},
    {SourceId::crm_companies, "crm", "crm_companies.xlsx", "crm", "sales", "organisation", 75, Format::workbook, company_columns, "AC", DateStyle::dashes},
    {SourceId::table_persons, "table", "", "table", "", "person", 50, Format::csv, person_table, "", DateStyle::dashes},
    {SourceId::table_organisations, "table", "", "table", "", "organisation", 50, Format::csv, organisation_table, "", DateStyle::dashes},
};

const EventFile event_rows[] = {
    {"shop_pos", "shop_orders.csv", "pos", "retail", "order", 60, Format::csv_gb18030, "订单号,会员卡号,手机号,下单时间,门店,商品编码,商品名称,品类,数量,单价,实付金额,支付方式",
     "order_no,card_no,mobile,ordered_at,store,product_code,product_name,category,quantity,unit_price,amount,payment"},
    {"app", "app_events.jsonl", "app", "digital", "", 70, Format::json_lines, "", ""},
    {"call_centre", "calls.csv", "call_centre", "service", "", 60, Format::csv_bom, "工单号,事件类型,来电号码,客户ID,服务类型,受理渠道,受理时间,首次响应时长,解决时长,处理结果,投诉级别,备注",
     "case_no,event_type,caller_number,customer_id,case_type,case_channel,opened_at,first_response_sec,resolution_sec,case_result,complaint_level,note"},
    {"survey", "survey.csv", "survey", "service", "survey_answer", 50, Format::csv, "问卷编号,手机号,邮箱,提交时间,满意度,推荐意愿,意见", "survey_no,mobile,email,submitted_at,csat,nps,comment"},
    {"crm", "campaign_touches.csv", "crm", "marketing", "campaign_touch", 85, Format::csv, "触达编号,客户编号,活动编号,活动名称,渠道,发送时间,结果", "touch_no,customer_id,campaign_id,campaign,channel,sent_at,result"},
    {"erp", "erp_orders.csv", "erp", "finance", "order", 90, Format::csv_gb18030, "订单号,客户代码,下单时间,商品编码,商品名称,数量,单价,金额,币种", "order_no,customer_code,ordered_at,product_code,product_name,quantity,unit_price,amount,currency"},
};

std::string styled_date(const std::string& text, DateStyle style) {
  int day = 0;
  return read_date(text, day) ? write_date(day, style) : text;
}

std::string cell(const SourceFile& file, const Record& record, Item item) {
  const auto& value = record[item];
  if (file.format == Format::workbook || (item != birth && item != registered)) return value;
  // English-speaking offices write the month first.
  const bool american = record.abroad && file.dates == DateStyle::slashes;
  return styled_date(value, american ? DateStyle::american : file.dates);
}

class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
  ~JsonObject() { out_ += '}'; }
  void add(std::string_view key, std::string_view text) {
    if (text.empty()) return;
    start(key);
    append_json(out_, text);
  }
  void raw(std::string_view key, std::string_view text) {
    if (text.empty()) return;
    start(key);
    out_ += text;
  }
  std::string& start(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json(out_, key);
    return out_ += ':';
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void app_row(const Record& r, std::string& row) {
  JsonObject top(row);
  top.add("user_id", r[source_key]);
  top.add("registered_at", r[registered] + "T" + r[note] + "+08:00");
  {
    JsonObject profile(top.start("profile"));
    profile.add("nickname", r[nickname]);
    profile.add("real_name", r[name]);
    profile.raw("gender", r[sex]);
    profile.add("birthday", r[birth]);
  }
  {
    JsonObject contact_part(top.start("contact"));
    contact_part.add("phone", r[mobile]);
    contact_part.add("email", r[email]);
  }
  if (!r[unionid].empty()) {
    JsonObject wechat(top.start("wechat"));
    wechat.add("unionid", r[unionid]);
    wechat.add("openid", r[openid]);
  }
  if (!r[detail].empty()) {
    JsonObject place(top.start("address"));
    place.add("province", r[province]);
    place.add("city", r[city]);
    place.add("district", r[district]);
    place.add("detail", r[detail]);
  }
  if (!r[device].empty()) {
    JsonObject phone(top.start("device"));
    phone.add("id", r[device]);
    phone.add("os", r[system]);
  }
  top.raw("marketing_consent", r[consent]);
}

}  // namespace

const SourceFile& source_file(SourceId id) { return source_files[static_cast<std::size_t>(id)]; }
const EventFile& event_file(EventFileId id) { return event_rows[static_cast<std::size_t>(id)]; }

std::string header(const SourceFile& file, bool english) {
  std::string out;
  if (file.format == Format::json_lines) return out;
  for (const auto& column : file.columns) {
    if (!out.empty()) out += ',';
    out += english ? column.en : column.zh;
  }
  return out;
}

void lay_out(const SourceFile& file, const Record& record, std::string& row) {
  row.clear();
  if (file.format == Format::json_lines) return app_row(record, row);
  bool first = true;
  for (const auto& column : file.columns) {
    const auto text = cell(file, record, column.item);
    if (file.format != Format::workbook) {
      append_csv(row, text, first);
    } else {
      if (!first) row += cell_mark;
      row += text;
    }
    first = false;
  }
}

}  // namespace zhike::trial
