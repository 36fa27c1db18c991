import Operations

/// The settings of the processes of one start, and what the environment file says of them.
struct FleetEnvironment: Sendable {
    let base: [String: String]
    /// The owner's login, for the operator.
    let databaseURL: Secret
    /// The login of the processes; the owner's where the environment names one database.
    let serviceURL: Secret
    let redisURL: Secret
    let apiURL: String
    let apiPort: Int
    /// For the API alone.
    let jwtSecret: Secret?
    let adminToken: Secret?
    /// Of the demonstration's cloud, for the processes that meet it.
    let cloud: [String: String]
    /// Of the mail server that catches what is sent, for every process.
    let mail: [String: String]
    /// Of the demonstration's seller, for every process.
    let seller: [String: String]
    /// Of the local models, for every process: the API knows their names.
    var models: [String: String] = [:]
    /// Until then no other program is sent to them.
    var hasModels = false
    /// By member's name.
    let metricsPorts: [String: Int]
    let showsText: Bool

    func variables(for member: FleetMember) -> [String: String] {
        var variables = base
        set(.databaseURL, to: serviceURL, in: &variables)
        set(.redisURL, to: redisURL, in: &variables)
        variables["METRICS_PORT"] = metricsPorts[member.name].map(String.init)
        if showsText, variables["LOG_FORMAT"] == nil { variables["LOG_FORMAT"] = "text" }
        if member.kind.role == .api {
            variables["PORT"] = String(apiPort)
            if let jwtSecret { set(.jwtSecret, to: jwtSecret, in: &variables) }
        } else {
            variables["JWT_SECRET"] = nil
            variables["JWT_SECRET_FILE"] = nil
        }
        // Links in mails lead to where this fleet really listens.
        if variables["FLOTILLA_PUBLIC_URL"] == nil { variables["FLOTILLA_PUBLIC_URL"] = apiURL }
        variables.merge(mail) { $1 }
        variables.merge(seller) { $1 }
        if member.kind.meetsCloud, !cloud.isEmpty {
            variables["AWS_SESSION_TOKEN"] = nil
            variables["AWS_PROFILE"] = nil
            variables.merge(cloud) { $1 }
        }
        if !models.isEmpty {
            // Both are for another server.
            variables["OPENAI_API_KEY"] = nil
            variables["OPENAI_API_KEY_FILE"] = nil
            variables["AI_MODELS"] = nil
            variables.merge(models) { $1 }
        }
        return variables.merging(member.kind.environment) { $1 }
    }

    /// What a file holds is not set beside it.
    private func set(_ variable: Variable, to secret: Secret, in variables: inout [String: String]) {
        if variables[variable.fileName].map({ !$0.isEmpty }) != true { variables[variable.name] = secret.reveal() }
    }

    /// - Parameter pids: by the name that follows `PID_`, in order.
    func file(pids: [(name: String, pid: Int32)], members: [FleetMember]) -> ShellVariables {
        var file = ShellVariables()
        file["API_URL"] = apiURL
        file["DATABASE_URL"] = databaseURL.reveal()
        file["REDIS_URL"] = redisURL.reveal()
        file["ADMIN_TOKEN"] = adminToken?.reveal()
        for name in cloud.keys.sorted() { file[name] = cloud[name] }
        if !cloud.isEmpty { file["DEMO_ROLE_ARN"] = DemoCloud.roleARN }
        for name in mail.keys.sorted() { file[name] = mail[name] }
        if hasModels { for name in models.keys.sorted() { file[name] = models[name] } }
        for member in members {
            guard let port = metricsPorts[member.name] else { continue }
            file["METRICS_URL_\(member.variableName)"] = "http://127.0.0.1:\(port)"
        }
        for (name, pid) in pids { file["PID_\(name)"] = String(pid) }
        return file
    }
}
