// SPDX-License-Identifier: Apache-2.0
// Goal: one golden record per customer, each value chosen by the rule the standard names and explained by its lineage.
#include "profile/profile.h"

#include "flow/stage_test.h"

namespace zhike::profile {
namespace {

class Profile : public flow::StageTest {
 protected:
  void SetUp() override {
    StageTest::SetUp();
    for (const char* schema : {"profile", "resolve", "standardise", "ingest"}) {
      must(std::string("DROP SCHEMA IF EXISTS ") + schema + " CASCADE");
      if (std::string(schema) != "profile") must(std::string("CREATE SCHEMA ") + schema);
    }
    ASSERT_TRUE(workspace_->ledger().write([](ledger::Session& session) { return session.execute("DELETE FROM manual_value"); }).ok());
    must("CREATE TABLE ingest.source (source_id VARCHAR, kind VARCHAR, trust INTEGER, department VARCHAR)");
    must("INSERT INTO ingest.source VALUES ('crm', 'crm', 90, 'sales'), ('shop', 'pos', 60, 'sales'), ('list', 'bought', 10, 'marketing')");
    must("CREATE TABLE ingest.record (record_id BIGINT, source_id VARCHAR, source_key VARCHAR, batch_id INTEGER)");
    must("CREATE TABLE ingest.batch (batch_id INTEGER, received_at TIMESTAMPTZ)");
    must("INSERT INTO ingest.batch VALUES (1, '2026-11-01 00:00:00Z')");
    std::string columns;
    for (const auto* field : workspace_->standard()->collected())
      columns += db::quote_identifier(field->id) + " " + std::string(standard::sql_type_of(field->type)) + ", ";
    for (const char* part : {"division_code", "province", "city", "district", "town", "road", "number", "building", "unit", "floor", "room", "place"})
      columns += std::string("address_") + part + " VARCHAR, ";
    must("CREATE TABLE standardise.customer (record_id BIGINT, source_id VARCHAR, batch_id INTEGER, entity VARCHAR, " + columns +
         "derived_fields VARCHAR[], recorded_at TIMESTAMPTZ, findings VARCHAR)");
    must("CREATE TABLE standardise.finding (subject VARCHAR, subject_id BIGINT, source_id VARCHAR, field VARCHAR, check_id VARCHAR, "
         "dimension VARCHAR, severity VARCHAR)");
    must("CREATE TABLE standardise.event (event_id BIGINT, event_type VARCHAR, source_id VARCHAR, record_id BIGINT, occurred_at TIMESTAMPTZ, "
         "amount DOUBLE, channel VARCHAR, properties VARCHAR, findings VARCHAR)");
    must("CREATE TABLE resolve.customer (record_id BIGINT, cuid VARCHAR)");
  }

  void add(int id, const std::string& cuid, const std::string& source, const std::string& day, const std::string& fields, const std::string& values) {
    must("INSERT INTO standardise.customer (record_id, source_id, batch_id, entity, recorded_at, " + fields + ") VALUES (" +
         std::to_string(id) + ", '" + source + "', 1, 'person', '" + day + " 00:00:00+00', " + values + ")");
    must("INSERT INTO resolve.customer VALUES (" + std::to_string(id) + ", '" + cuid + "')");
    must("INSERT INTO ingest.record VALUES (" + std::to_string(id) + ", '" + source + "', 'key" + std::to_string(id) + "', 1)");
  }
  void add_event(int id, const std::string& type, int record, const std::string& time, double amount, const std::string& properties) {
    must("INSERT INTO standardise.event VALUES (" + std::to_string(id) + ", '" + type + "', 'shop', " + std::to_string(record) + ", '" + time +
         "+00', " + std::to_string(amount) + ", '0101', '" + properties + "', NULL)");
  }
  void run_stage() { StageTest::run_stage("profile", run); }
  void ask(const std::function<void(flow::Context&)>& question) {
    Progress progress;
    CancelFlag cancelled{false};
    auto context = flow::Context::start(*workspace_, "show", progress, cancelled);
    ASSERT_TRUE(context.ok()) << context.error().message;
    question(context.value());
    (void)context.value().finish(done());
  }
  std::string golden(const std::string& cuid, const std::string& field) {
    return one("SELECT CAST(" + field + " AS VARCHAR) FROM profile.customer WHERE cuid = '" + cuid + "'");
  }
  // "record rule alternatives"
  std::string lineage(const std::string& cuid, const std::string& field) {
    return one("SELECT record_id || ' ' || rule || ' ' || alternatives_count FROM profile.lineage WHERE cuid = '" + cuid + "' AND field = '" + field + "'");
  }
};

constexpr const char* wang = "P00000000018";
constexpr const char* li = "P00000000026";

TEST_F(Profile, a_customer_of_one_record_is_that_record) {
  add(1, wang, "crm", "2026-01-01", "full_name, mobile", "'王伟', '+8613912345678'");
  run_stage();
  EXPECT_EQ(golden(wang, "full_name"), "王伟");
  EXPECT_EQ(golden(wang, "records_count"), "1");
  EXPECT_EQ(golden(wang, "party_type"), "P");
  EXPECT_EQ(lineage(wang, "mobile"), "1 only_value 0");
}

TEST_F(Profile, every_record_of_a_source_leads_to_its_customer) {
  add(1, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  add(2, wang, "list", "2025-01-01", "full_name", "'王玮'");
  run_stage();
  EXPECT_EQ(one("SELECT string_agg(source_id || ':' || source_key || '=' || cuid, ' ' ORDER BY record_id) FROM profile.record"),
            std::string("crm:key1=") + wang + " list:key2=" + wang);
}

TEST_F(Profile, verified_values_win_first) {
  add(1, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  add(2, wang, "list", "2025-01-01", "full_name, id_number", "'王玮', '11010519491231002X'");
  run_stage();
  EXPECT_EQ(golden(wang, "full_name"), "王玮");
  EXPECT_EQ(lineage(wang, "full_name"), "2 verified_first 1");
}

TEST_F(Profile, the_most_trusted_source_wins_where_nothing_is_verified) {
  add(1, wang, "list", "2026-06-01", "full_name", "'王玮'");
  add(2, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  run_stage();
  EXPECT_EQ(golden(wang, "full_name"), "王伟");
  EXPECT_EQ(lineage(wang, "full_name"), "2 most_trusted 1");
}

TEST_F(Profile, the_newest_value_wins_where_the_standard_says_so) {
  add(1, wang, "crm", "2026-01-01", "email", "'old@example.com'");
  add(2, wang, "list", "2026-06-01", "email", "'new@example.com'");
  run_stage();
  EXPECT_EQ(golden(wang, "email"), "new@example.com");
  EXPECT_EQ(lineage(wang, "email"), "2 most_recent 1");
}

TEST_F(Profile, the_most_frequent_value_wins_among_equals) {
  for (int id : {1, 2, 3}) add(id, wang, "crm", "2026-01-01", "email", id == 1 ? "'a@example.com'" : "'b@example.com'");
  run_stage();
  EXPECT_EQ(golden(wang, "email"), "b@example.com");
  EXPECT_EQ(lineage(wang, "email"), "2 most_frequent 1");
}

TEST_F(Profile, the_most_complete_address_wins_among_equally_new_ones) {
  add(1, wang, "crm", "2026-01-01", "address_detail, address_road", "'文三路', '文三路'");
  add(2, wang, "list", "2026-01-01", "address_detail, address_road, address_number", "'文三路478号', '文三路', '478'");
  run_stage();
  EXPECT_EQ(golden(wang, "address_detail"), "文三路478号");
  EXPECT_EQ(lineage(wang, "address_detail"), "2 most_complete 1");
}

TEST_F(Profile, the_most_restrictive_consent_wins_among_equally_new_ones) {
  add(1, wang, "crm", "2026-01-01", "marketing_consent", "'1'");
  add(2, wang, "list", "2026-01-01", "marketing_consent", "'3'");
  run_stage();
  EXPECT_EQ(golden(wang, "marketing_consent"), "3");
  EXPECT_EQ(lineage(wang, "marketing_consent"), "2 most_restrictive 1");
}

TEST_F(Profile, the_earliest_and_the_largest_win_where_the_standard_says_so) {
  add(1, wang, "crm", "2026-01-01", "open_date, id_valid_to, kyc_level", "DATE '2020-05-01', DATE '2030-01-01', '1'");
  add(2, wang, "list", "2025-01-01", "open_date, id_valid_to, kyc_level", "DATE '2021-05-01', DATE '9999-12-31', '3'");
  run_stage();
  EXPECT_EQ(golden(wang, "open_date"), "2021-05-01");
  EXPECT_EQ(lineage(wang, "open_date"), "2 earliest 1");
  EXPECT_EQ(golden(wang, "id_valid_to"), "9999-12-31");
  EXPECT_EQ(lineage(wang, "id_valid_to"), "2 largest 1");
  EXPECT_EQ(golden(wang, "kyc_level"), "3");
}

TEST_F(Profile, a_value_with_a_strong_finding_never_wins_over_one_without) {
  add(1, wang, "crm", "2026-06-01", "email", "'broken@'");
  add(2, wang, "list", "2020-01-01", "email", "'good@example.com'");
  must("INSERT INTO standardise.finding VALUES ('record', 1, 'crm', 'email', 'email', 'validity', 'strong')");
  run_stage();
  EXPECT_EQ(golden(wang, "email"), "good@example.com");
  EXPECT_EQ(lineage(wang, "email"), "2 without_finding 1");
}

TEST_F(Profile, a_stewards_value_wins_over_everything) {
  add(1, wang, "crm", "2026-06-01", "full_name", "'王伟'");
  add(2, wang, "crm", "2026-06-01", "full_name", "'王玮'");
  add(3, li, "crm", "2026-06-01", "full_name, birth_date", "'李娜', DATE '1990-01-01'");
  ASSERT_TRUE(workspace_->ledger().write([](ledger::Session& session) -> Status {
    ZK_TRY(session.execute("INSERT INTO manual_value VALUES (2, 'full_name', '王苇', 'anna', '2026-01-01', '')"));
    return session.execute("INSERT INTO manual_value VALUES (3, 'birth_date', '1991-02-03', 'anna', '2026-01-01', '')");
  }).ok());
  run_stage();
  EXPECT_EQ(golden(wang, "full_name"), "王苇");
  EXPECT_EQ(lineage(wang, "full_name").substr(0, 14), "2 manual_first");
  EXPECT_EQ(golden(li, "birth_date"), "1991-02-03");
  EXPECT_EQ(golden(li, "full_name"), "李娜");
}

TEST_F(Profile, ties_are_broken_by_the_record_whatever_the_order_of_rows) {
  add(9, wang, "crm", "2026-06-01", "email", "'b@example.com'");
  add(4, wang, "crm", "2026-06-01", "email", "'a@example.com'");
  run_stage();
  std::string first = golden(wang, "email");
  for (int i = 0; i < 3; ++i) {
    must("CREATE OR REPLACE TABLE resolve.customer AS SELECT * FROM resolve.customer ORDER BY record_id DESC");
    run_stage();
    EXPECT_EQ(golden(wang, "email"), first);
  }
  EXPECT_EQ(lineage(wang, "email").substr(2), "record_order 1");
}

TEST_F(Profile, alternatives_stay_beside_the_winner) {
  add(1, wang, "crm", "2026-01-01", "email", "'old@example.com'");
  add(2, wang, "list", "2026-06-01", "email", "'new@example.com'");
  run_stage();
  EXPECT_EQ(one("SELECT string_agg(value || ' ' || won, ' ' ORDER BY record_id) FROM profile.alternative WHERE field = 'email'"),
            "old@example.com false new@example.com true");
}

TEST_F(Profile, identifiers_of_all_records_are_kept_with_their_counts) {
  add(1, wang, "crm", "2026-01-01", "mobile", "'+8613912345678'");
  add(2, wang, "shop", "2026-06-01", "mobile", "'+8613912345678'");
  add(3, wang, "shop", "2026-06-01", "mobile", "'+8613700000000'");
  run_stage();
  EXPECT_EQ(one("SELECT string_agg(value || ' ' || records_count, ' ' ORDER BY value) FROM profile.identifier WHERE type = 'mobile'"),
            "+8613700000000 1 +8613912345678 2");
}

TEST_F(Profile, what_follows_from_a_name_and_a_birth_date_is_filled_in) {
  add(1, wang, "crm", "2026-01-01", "full_name, birth_date", "'单雄信', DATE '2015-01-01'");
  run_stage();
  EXPECT_EQ(golden(wang, "family_name"), "单");
  EXPECT_EQ(golden(wang, "name_pinyin_key"), "shan xiong xin");
  EXPECT_EQ(golden(wang, "minor_flag"), "1");
  EXPECT_EQ(lineage(wang, "family_name"), "NULL");
  EXPECT_EQ(one("SELECT rule FROM profile.lineage WHERE field = 'family_name'"), "derived");
}

TEST_F(Profile, a_customer_known_by_name_alone_is_unresolved) {
  add(1, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  add(2, li, "crm", "2026-01-01", "full_name, mobile", "'李娜', '+8613912345678'");
  run_stage();
  EXPECT_EQ(golden(wang, "golden_status"), "40");
  EXPECT_EQ(golden(li, "golden_status"), "30");
}

TEST_F(Profile, events_tell_recency_frequency_and_money) {
  add(1, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  add(2, li, "crm", "2026-01-01", "full_name", "'李娜'");
  add_event(1, "order", 1, "2024-01-01 10:00:00", 500, R"({"order_no":"A0","category":"01"})");
  add_event(2, "order", 1, "2026-05-01 10:00:00", 100, R"({"order_no":"A1","category":"02"})");
  add_event(3, "order", 1, "2026-05-01 10:00:00", 50, R"({"order_no":"A1","category":"02"})");
  add_event(4, "order", 1, "2026-06-01 10:00:00", 30, R"({"order_no":"A2","category":"03"})");
  add_event(5, "order_return", 1, "2026-06-05 10:00:00", 30, R"({"return_no":"R1"})");
  add_event(6, "visit", 1, "2026-07-01 10:00:00", 0, R"({"city_code":"330100"})");
  run_stage();
  EXPECT_EQ(golden(wang, "orders_12m"), "2");
  EXPECT_EQ(golden(wang, "spend_12m"), "150.0");
  EXPECT_EQ(golden(wang, "return_rate_12m"), "0.5");
  EXPECT_EQ(golden(wang, "last_order_at"), "2026-06-01 10:00:00+00");
  EXPECT_EQ(golden(wang, "first_seen_at"), "2024-01-01 10:00:00+00");
  EXPECT_EQ(golden(wang, "visits_90d"), "1");
  EXPECT_EQ(golden(wang, "preferred_category"), "02");
  EXPECT_EQ(golden(wang, "last_city_code"), "330100");
  EXPECT_EQ(golden(wang, "first_channel"), "0101");
  EXPECT_EQ(golden(li, "orders_12m"), "0");
  EXPECT_EQ(one("SELECT count(*) FROM profile.timeline WHERE cuid = 'P00000000018'"), "6");
}

TEST_F(Profile, gaps_are_what_is_expected_and_missing_or_stale) {
  add(1, wang, "crm", "2020-01-01", "full_name, mobile, address_detail", "'王伟', '+8613912345678', '文三路478号'");
  run_stage();
  EXPECT_EQ(one("SELECT reason FROM profile.gap WHERE field = 'mobile'"), "stale");
  EXPECT_EQ(one("SELECT reason FROM profile.gap WHERE field = 'division_code'"), "missing");
  EXPECT_EQ(one("SELECT count(*) FROM profile.gap WHERE field = 'uscc'"), "0");
}

TEST_F(Profile, the_quality_score_falls_with_missing_and_faulty_values) {
  add(1, wang, "crm", "2026-01-01", "full_name, mobile, mobile_verify_status", "'王伟', '+8613912345678', '1'");
  add(2, li, "crm", "2026-01-01", "full_name, mobile, mobile_verify_status", "'李娜', '+8613912345679', '1'");
  must("INSERT INTO standardise.finding VALUES ('record', 2, 'crm', 'mobile', 'mobile', 'validity', 'strong')");
  run_stage();
  EXPECT_EQ(one("SELECT a.dq_score > b.dq_score AND b.dq_score > 0 AND a.dq_score < 100 FROM profile.customer a, profile.customer b "
                "WHERE a.cuid = 'P00000000018' AND b.cuid = 'P00000000026'"), "true");
}

TEST_F(Profile, a_customer_is_found_by_code_number_key_name_and_sound) {
  add(1, wang, "crm", "2026-01-01", "full_name, mobile", "'王伟', '+8613912345678'");
  add(2, li, "crm", "2026-01-01", "full_name, email", "'李娜', 'li@example.com'");
  run_stage();
  ask([&](flow::Context& context) {
    auto first = [&](const char* text) {
      auto found = find(context, text, 5);
      return !found.ok() ? found.error().message : found.value().empty() ? "nobody" : found.value()[0].name + " " + found.value()[0].how;
    };
    EXPECT_EQ(first(wang), "王伟 exact");
    EXPECT_EQ(first("139-1234-5678"), "王伟 exact");
    EXPECT_EQ(first("li@EXAMPLE.com"), "李娜 exact");
    EXPECT_EQ(first("key2"), "李娜 exact");
    EXPECT_EQ(first("王伟"), "王伟 exact");
    EXPECT_EQ(first("娜"), "李娜 contains");
    EXPECT_EQ(first("王玮"), "王伟 pinyin");
    EXPECT_EQ(first("lina"), "李娜 pinyin");
    EXPECT_EQ(first("ln"), "李娜 pinyin");
    EXPECT_EQ(first("nobody at all"), "nobody");
    EXPECT_EQ(find(context, "  ").error().code, ErrorCode::bad_request);
  });
}

TEST_F(Profile, show_tells_value_source_rule_and_alternatives) {
  add(1, wang, "crm", "2026-01-01", "full_name, email, sex_code", "'王伟', 'old@example.com', '1'");
  add(2, wang, "list", "2026-06-01", "full_name, email", "'王伟', 'new@example.com'");
  add_event(1, "order", 1, "2026-05-01 10:00:00", 100, R"({"order_no":"A1"})");
  run_stage();
  ask([&](flow::Context& context) {
    auto shown = show(context, wang);
    ASSERT_TRUE(shown.ok()) << shown.error().message;
    auto field = [&](const char* id) {
      for (const auto& golden : shown.value().golden)
        if (golden.id == id) return golden;
      return ShownField{};
    };
    EXPECT_EQ(field("email").value, "new@example.com");
    EXPECT_EQ(field("email").source, "list");
    EXPECT_EQ(field("email").rule, "most_recent");
    EXPECT_EQ(field("email").alternatives, std::vector<std::string>{"old@example.com"});
    EXPECT_EQ(field("full_name").rule, "only_value");
    EXPECT_EQ(field("sex_code").meaning_en, "Male");
    EXPECT_EQ(field("family_name").rule, "derived");
    EXPECT_EQ(shown.value().records.size(), 2u);
    EXPECT_EQ(shown.value().events_count, 1);
    EXPECT_EQ(show(context, "P00000000099").error().code, ErrorCode::not_found);
  });
}

TEST_F(Profile, the_most_sensitive_values_are_masked_unless_asked_for) {
  add(1, wang, "crm", "2026-01-01", "full_name, id_number", "'王伟', '11010519491231002X'");
  run_stage();
  ask([&](flow::Context& context) {
    for (bool unmask : {false, true}) {
      auto shown = show(context, wang, {.unmask = unmask});
      ASSERT_TRUE(shown.ok());
      for (const auto& golden : shown.value().golden)
        if (golden.id == "id_number") { EXPECT_EQ(golden.value, unmask ? "11010519491231002X" : "110************02X"); }
      for (const auto& identifier : shown.value().identifiers)
        if (identifier.type == "id_number") { EXPECT_EQ(identifier.value == "11010519491231002X", unmask); }
    }
  });
}

TEST_F(Profile, an_old_code_leads_to_the_present_customer) {
  add(1, wang, "crm", "2026-01-01", "full_name", "'王伟'");
  ask([&](flow::Context& context) {
    ASSERT_TRUE(context.lake().execute("CREATE OR REPLACE TABLE resolve.alias AS SELECT 'P00000000026' AS cuid, 'P00000000018' AS present").ok());
  });
  run_stage();
  ask([&](flow::Context& context) {
    auto shown = show(context, li);
    ASSERT_TRUE(shown.ok()) << shown.error().message;
    EXPECT_EQ(shown.value().cuid, wang);
    auto found = find(context, li);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found.value().at(0).cuid, wang);
  });
}

}  // namespace
}  // namespace zhike::profile
