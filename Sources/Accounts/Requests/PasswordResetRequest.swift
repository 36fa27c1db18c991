/// The address of a user who lost the password.
public struct PasswordResetRequest: Sendable {
    /// The JSON body as it came.
    public struct Body: Decodable, Sendable {
        var email: String?
    }

    public let email: EmailAddress

    public init(_ body: Body) throws(InvalidRequest) {
        var check = FieldCheck()
        let email = check.required("/email", body.email, else: "must be an e-mail address") { EmailAddress($0) }
        try check.finish()
        guard let email else { throw check.failure }
        self.email = email
    }
}
