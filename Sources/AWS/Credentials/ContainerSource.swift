import HTTPClient

/// The server beside a container: ECS's, or EKS Pod Identity's.
struct ContainerSource: CredentialsSource {
    let url: String
    let token: String?
    /// Read for each request, and counted before `token`: it is replaced while we run.
    let tokenFile: String?
    let http: WebClient

    var name: String { "AWS_CONTAINER_CREDENTIALS_FULL_URI or _RELATIVE_URI" }
    let advice = "Check that the task or the pod has a role, and that its agent runs."

    func load(until deadline: ContinuousClock.Instant) async throws(CredentialsFailure) -> AWSCredentials {
        var headers: HTTPClientHeaders = ["Accept": "application/json"]
        let shown = if let tokenFile { try TokenFile.read(tokenFile, advice: advice) } else { token }
        if let shown { headers.add("Authorization", shown) }
        let request = HTTPClientRequest(url: url, headers: headers)
        let reading = CredentialsRequest(http: http, limit: .seconds(2), attempts: 3)
        let response: HTTPClientResponse
        do {
            response = try await reading.send(request, until: deadline)
        } catch {
            throw CredentialsFailure("The container's credentials could not be had (\(error)).", advice: advice)
        }
        guard response.status == 200 else {
            throw CredentialsFailure(
                "The server of the container's credentials answered with the status \(response.status).", advice: advice
            )
        }
        guard let credentials = CredentialsDocument.read(response.body) else {
            throw CredentialsFailure("What gives the container's credentials answered something else.", advice: advice)
        }
        return credentials
    }
}
