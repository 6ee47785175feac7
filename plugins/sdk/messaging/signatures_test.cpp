// Worked examples that the providers publish, byte for byte.
#include <messaging/signatures.hpp>

#include <digest/hmac.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::messaging {
namespace {

// https://help.aliyun.com/document_detail/56189.html
TEST(Signatures, AliyunRpcSendSms) {
    const std::map<std::string, std::string> fields = {{"AccessKeyId", "testId"},
                                                       {"Action", "SendSms"},
                                                       {"Format", "XML"},
                                                       {"OutId", "123"},
                                                       {"PhoneNumbers", "15300000001"},
                                                       {"RegionId", "cn-hangzhou"},
                                                       {"SignName", "阿里云短信测试专用"},
                                                       {"SignatureMethod", "HMAC-SHA1"},
                                                       {"SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"},
                                                       {"SignatureVersion", "1.0"},
                                                       {"TemplateCode", "SMS_71390007"},
                                                       {"TemplateParam", "{\"customer\":\"test\"}"},
                                                       {"Timestamp", "2017-07-12T02:42:19Z"},
                                                       {"Version", "2017-05-25"}};
    EXPECT_EQ(aliyun_rpc_signature("GET", fields, "testSecret"), "zJDF+Lrzhj/ThnlvIToysFRq6t4=");
}

// Alibaba Cloud's page on the RPC signing mechanism.
TEST(Signatures, AliyunRpcDescribeRegions) {
    const std::map<std::string, std::string> fields = {{"Format", "XML"},
                                                       {"AccessKeyId", "testid"},
                                                       {"Action", "DescribeRegions"},
                                                       {"SignatureMethod", "HMAC-SHA1"},
                                                       {"SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"},
                                                       {"SignatureVersion", "1.0"},
                                                       {"Version", "2014-05-26"},
                                                       {"Timestamp", "2016-02-23T12:46:24Z"}};
    EXPECT_EQ(aliyun_rpc_signature("GET", fields, "testsecret"), "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
}

// https://help.aliyun.com/document_detail/2593177.html, the example with fixed parameters.
TEST(Signatures, AliyunV3RunInstances) {
    HttpRequest request;
    request.url = "https://ecs.cn-shanghai.aliyuncs.com";
    request.query = {{"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}, {"RegionId", "cn-shanghai"}};
    request.headers = {{"x-acs-action", "RunInstances"}, {"x-acs-version", "2014-05-26"}};
    sign_aliyun_v3(request, {"YourAccessKeyId", "YourAccessKeySecret", "2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d",
                             "ecs.cn-shanghai.aliyuncs.com"});
    EXPECT_EQ(aliyun_v3_hashed_request(request), "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
    EXPECT_EQ(request.headers.back().second,
              "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
              "x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
}

// https://cloud.tencent.com/document/api/213/30654; the payload is the text as printed there.
TEST(Signatures, TencentDescribeInstances) {
    HttpRequest request;
    request.content_type = "application/json; charset=utf-8";
    request.body = R"({"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]})";
    const Tencent with{"AKID", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", "cvm.tencentcloudapi.com", "2019-02-25", 1551113065};
    EXPECT_EQ(tencent_hashed_request(request, with.host), "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031");
    EXPECT_EQ(tencent_signature(request, with), "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
}

// https://www.twilio.com/docs/usage/security: what a callback of theirs carries.
TEST(Signatures, TwilioCallback) {
    const std::string signed_text = "https://mycompany.com/myapp.php?foo=1&bar=2CallSidCA1234567890ABCDECaller+14158675309"
                                    "Digits1234From+14158675309To+18005551212";
    EXPECT_EQ(digest::base64(digest::hmac_sha1("12345", signed_text)), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
}

// DingTalk's worked value is for the call without login, whose text is the timestamp alone.
TEST(Signatures, DingTalkCallWithoutLogin) {
    EXPECT_EQ(percent_encoded(digest::base64(digest::hmac_sha256("testappSecret", "1546084445901"))),
              "HCbG3xNE3vzhO%2Bu7qCUL1jS5hsu2n5r2cFhnTrtyDAE%3D");
}

// By https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot; the value is that of a public robot's test.
TEST(Signatures, FeishuRobot) {
    EXPECT_EQ(feishu_signature(1584532800, "9RfDwbCf5MqJ54F8FUktw"), "YftbIE5F81bUnsLwj5Av5Ahfxsa/71+f4Th4tPR7GaA=");
}

// No vendor prints one; computed once with openssl by the rule of the document, so that the two roles cannot be mixed up.
TEST(Signatures, DingTalkRobotSignsWithTheSecretAsKey) {
    EXPECT_EQ(dingtalk_signature(1577262236757, "this is secret"), "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
    EXPECT_NE(dingtalk_signature(1577262236757, "this is secret"), feishu_signature(1577262236757, "this is secret"));
}

TEST(Signatures, ABlankAStarAndATildeAreWrittenAsTheRuleWants) {
    EXPECT_EQ(percent_encoded("a b*c~d-e_f.g+华"), "a%20b%2Ac~d-e_f.g%2B%E5%8D%8E");
}

} // namespace
} // namespace settled::messaging
