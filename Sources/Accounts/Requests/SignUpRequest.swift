public import AWS
/// A requested for an account and its first user, checked.
public struct SignUpRequest: Sendable {
    /// The JSON body as it came.
    public struct Body: Decodable, Sendable {
        var email: String?
        var password: Password?
        var companyName: String?
        var roleARN: String?

        private enum CodingKeys: String, CodingKey {
            case email, password
            case companyName = "company_name"
            case roleARN = "role_arn"
        }

        public init(email: String?, password: Password?, companyName: String? = nil, roleARN: String? = nil) {
            self.email = email
            self.password = password
            self.companyName = companyName
            self.roleARN = roleARN
        }
    }

    public let email: EmailAddress
    public let password: Password
    /// The e-mail address's domain unless given.
    public let companyName: String
    public let roleARN: RoleARN?

    public init(_ body: Body) throws(InvalidRequest) {
        var check = FieldCheck()
        let email = check.required("/email", body.email, else: "must be an e-mail address") { EmailAddress($0) }
        let password = check.required("/password", body.password, else: body.password?.objection ?? "") { password in
            password.objection == nil ? password : nil
        }
        let name = check.optional(
            "/company_name", body.companyName,
            else: "must be a line of 1 to 200 characters without control characters or marks of direction",
            Self.companyName)
        if let email, let password, password.repeats(email) {
            check.reject("/password", "must not be the e-mail address")
        }
        roleARN = Self.roleARN(body.roleARN, &check)
        try check.finish()
        guard let email, let password else { throw check.failure }
        self.email = email
        self.password = password
        companyName = name ?? String(email.domain)
    }

    private static func roleARN(_ input: String?, _ check: inout FieldCheck) -> RoleARN? {
        guard let input else { return nil }
        do {
            return try RoleARN(input)
        } catch {
            check.reject("/role_arn", "\(error)")
            return nil
        }
    }

    /// Trimmed; nil when it cannot be the name of an account.
    public static func companyName(_ input: String) -> String? {
        let name = input.trimmingASCIIWhitespace()
        return name.isPlainLine && (1...200).contains(name.count) && name.utf8.count <= 1000 ? name : nil
    }
}
