import JSON
import Schemas

/// Bodies of `/auth`, which `Accounts` reads.
extension Schema {
    private static let email = string(format: "email")
    private static let newPassword = string(length: 8...72)

    static let signUp = object(
        [
            ("email", email), ("password", newPassword), ("company_name", string(length: 1...200).orNull),
            ("role_arn", string.orNull),
        ], required: ["email", "password"])
    static let signIn = object([("email", email), ("password", string)], required: ["email", "password"])
    static let passwordByToken = object(
        [("token", string), ("password", newPassword)], required: ["token", "password"])
    static let passwordReset = object([("email", email)], required: ["email"])
    static let passwordChange = object(
        [("current", string), ("new", newPassword)], required: ["current", "new"])

    static let signUpExample =
        #"{"email": "ada@example.org", "password": "four long plain words", "company_name": "Lycée Ada"}"#
    static let signInExample = #"{"email": "ada@example.org", "password": "four long plain words"}"#
    static let passwordResetExample = #"{"email": "ada@example.org"}"#
}
