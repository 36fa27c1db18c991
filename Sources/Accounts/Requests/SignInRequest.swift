/// An e-mail address and a password to be compared.
public struct SignInRequest: Sendable {
    /// The JSON body as it came.
    public struct Body: Decodable, Sendable {
        var email: String?
        var password: Password?

        public init(email: String?, password: Password?) {
            self.email = email
            self.password = password
        }
    }

    public let email: EmailAddress
    public let password: Password

    /// The rules for new passwords do not apply: they may have been others when this one was chosen.
    public init(_ body: Body) throws(InvalidRequest) {
        var check = FieldCheck()
        let email = check.required("/email", body.email, else: "must be an e-mail address") { EmailAddress($0) }
        let password = check.required("/password", body.password, else: "must not be empty") { password in
            password.isEmpty ? nil : password
        }
        try check.finish()
        guard let email, let password else { throw check.failure }
        self.email = email
        self.password = password
    }
}
