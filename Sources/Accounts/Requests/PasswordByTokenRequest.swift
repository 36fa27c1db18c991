/// An invitation to be accepted, or a password to be reset: the token and the password that was chosen.
public struct PasswordByTokenRequest: Sendable {
    /// The JSON body as it came.
    public struct Body: Decodable, Sendable {
        var token: OneTimeToken?
        var password: Password?

        public init(token: OneTimeToken?, password: Password?) {
            self.token = token
            self.password = password
        }
    }

    public let token: OneTimeToken
    public let password: Password

    public init(_ body: Body) throws(InvalidRequest) {
        var check = FieldCheck()
        let token = check.required("/token", body.token, else: "must not be empty") { $0.text.isEmpty ? nil : $0 }
        let password = check.required("/password", body.password, else: body.password?.objection ?? "") {
            $0.objection == nil ? $0 : nil
        }
        try check.finish()
        guard let token, let password else { throw check.failure }
        self.token = token
        self.password = password
    }
}
