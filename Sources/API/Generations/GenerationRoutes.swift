import Accounts
import Foundation
import Generations
import HTTPServer
import Jobs
import School
import StructuredOutput

/// `POST` and `GET /generations`, `GET` and `DELETE /generations/{id}`.
struct GenerationRoutes: APIModule {
    /// Who asks for generations. A pupil asks within a revision session.
    static let authors = Set<Role>.writers.union([.professor])
    static let readers = Set<Role>.readers.union([.professor])

    private let context: APIContext
    private let store: GenerationStore
    private let lists: GenerationStore
    private let school: SchoolStore

    init(_ context: APIContext) {
        self.context = context
        school = SchoolStore(database: context.connections.domains)
        store = GenerationStore(database: context.connections.domains, jobs: context.store)
        lists = GenerationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/generations", for: Self.authors, isAudited: false,
            APIOperation("createGeneration", "Asks a model for something").body(
                GenerationBody.schema, example: GenerationBody.example
            ).answers(GenerationView.Reference.self, .accepted), create)
        router.get(
            "/generations", for: .everybody,
            APIOperation("listGenerations", "Generations, the newest first").query(
                Field<GenerationType>.choice("type"), Field<Generation.Status>.choice("status")
            ).page(of: GenerationView.self, isTable: true), list)
        router.get(
            "/generations/{id}", for: .everybody,
            APIOperation("getGeneration", "A generation with its output").answers(GenerationView.self), show)
        router.delete(
            "/generations/{id}", for: Self.authors,
            APIOperation("cancelGeneration", "Cancels a generation").answers(GenerationView.self, .accepted).refuses(
                .conflict), cancel)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let body = try GenerationBody(try call.request.document())
        let request = try await resolved(body.request, for: call.principal)
        try await check(request, of: call.principal.tenant)
        let generation = try NewGeneration(
            id: context.minter.mint().uuid, tenant: call.principal.tenant, userID: call.principal.userID,
            request: request, model: body.model, seed: body.seed, maxTokens: body.maxTokens,
            jobID: context.minter.mint(), provider: context.generations.providerName, trace: call.request.trace)
        let view = GenerationView.Reference(generation)
        return try await context.accepting([generation.job], for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await store.create([generation], of: call.principal.tenant, recording: recorded)
            return [:]
        }
    }

    /// What the school knows and a generation does not.
    private func resolved(_ request: GenerationRequest, for principal: Principal) async throws -> GenerationRequest {
        switch request {
        case .answer(let answer): return .answer(try await resolved(answer, for: principal))
        case .recommendation(var recommendation) where recommendation.level == nil:
            // Of those whom no model knows, the level is as their profile says.
            recommendation.level = try await school.level(of: recommendation.userID, tenant: principal.tenant)
            return .recommendation(recommendation)
        default: return request
        }
    }

    /// A question about a learning path is one about its documents, and gets the kinds of answers that the path allows.
    private func resolved(_ answer: AnswerRequest, for principal: Principal) async throws -> AnswerRequest {
        guard let id = answer.learningPathID else { return answer }
        var answer = answer
        guard let path = try await school.path(id, of: principal.tenant, for: SchoolReader(principal)) else {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/input/learning_path_id", message: "is no learning path that the caller may use")
            ])
        }
        let allowed = path.allowed.compactMap(AnswerRequest.Kind.init(rawValue:))
        if let index = answer.allowed.firstIndex(where: { !allowed.isEmpty && !allowed.contains($0) }) {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/input/allowed/\(index)", message: "is a kind of answer that the path does not allow")
            ])
        }
        if answer.allowed.isEmpty { answer.allowed = allowed }
        answer.documentIDs = path.documentIDs
        answer.lesson = Lesson(path, step: nil)
        return answer
    }

    /// What is named must be there, before anything is accepted.
    private func check(_ request: GenerationRequest, of tenant: UUID) async throws {
        var errors: [Problem.FieldError] = []
        if !request.documentIDs.isEmpty {
            let known = Set(try await store.documents(request.documentIDs, of: tenant).map(\.id))
            errors += request.documentIDs.enumerated().filter { !known.contains($0.element) }.map {
                Problem.FieldError(
                    pointer: "/input/document_ids/\($0.offset)", message: "is no document of the account")
            }
        }
        switch request {
        case .quizEvaluation(let evaluation):
            let quiz = try await store.generation(evaluation.quizID, of: tenant)
            if let quiz, quiz.type == .quiz, quiz.status == .succeeded, let output = quiz.output {
                errors += Self.mistakes(in: evaluation.answers, to: try Quiz(output))
            } else {
                errors.append(
                    Problem.FieldError(
                        pointer: "/input/quiz_id", message: "is no quiz of the account that has succeeded"))
            }
        default: break
        }
        if !errors.isEmpty { throw Problem.invalid(errors) }
    }

    /// A closed question is answered by choices, an open one by text.
    private static func mistakes(
        in answers: [QuizEvaluationRequest.Answer], to quiz: Quiz
    ) -> [Problem.FieldError] {
        let kinds = Dictionary(quiz.questions.map { ($0.id, $0.kind) }) { first, _ in first }
        return answers.enumerated().compactMap { index, answer in
            let place = "/input/answers/\(index)"
            guard let kind = kinds[answer.question] else {
                return Problem.FieldError(pointer: place + "/question", message: "is no question of the quiz")
            }
            if kind == .open, answer.text == nil {
                return Problem.FieldError(pointer: place + "/text", message: "is required: the question is open")
            }
            if kind != .open, answer.choices == nil {
                return Problem.FieldError(pointer: place + "/choices", message: "is required: the question is closed")
            }
            return nil
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor", "type", "status"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let type = try call.request.query(Field<GenerationType>.choice("type"))
        let status = try call.request.query(Field<Generation.Status>.choice("status"))
        let page = try await context.lists.read(by: call.principal) {
            try await lists.generations(
                of: call.principal.tenant, type: type, status: status, for: GenerationReader(call.principal),
                before: cursor, limit: limit)
        }
        let isPupil = call.principal.role == .student
        return try call.answerList(
            Page(page.list.map { GenerationView($0, isWhole: false, isForPupil: isPupil) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(
            GenerationView(
                try await generation(call), isWhole: true, isForPupil: call.principal.role == .student))
    }

    /// One that waits ends at once; one that runs when its worker has seen it, within a second.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let generation = try await generation(call)
        guard generation.status.isOpen,
            try await context.store.cancel(generation.jobID, for: .tenant(call.principal.tenant)) != nil
        else { throw Problem(.conflict, detail: "The generation has ended already.") }
        return try call.answer(GenerationView(try await self.generation(call), isWhole: true), .accepted)
    }

    private func generation(_ call: Call) async throws -> Generation {
        let found = try await store.generation(
            try call.request.pathID(), of: call.principal.tenant, for: GenerationReader(call.principal))
        guard let found else { throw Problem.notFound() }
        return found
    }
}

extension GenerationReader {
    init(_ principal: Principal) {
        switch principal.role {
        case .professor: self = .professor(principal.userID)
        case .student: self = .student(principal.userID)
        case .admin, .school, .service, .support: self = .account
        }
    }
}
