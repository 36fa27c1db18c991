import Accounts
import Contracts
import Foundation
import Generations
import HTTPServer
import JSON
import Jobs
import School
import StructuredOutput

/// `GET` and `POST /revision-sessions`, `GET /revision-sessions/{id}`, `POST /revision-sessions/{id}/questions` and `/end`.
struct RevisionRoutes: APIModule {
    private static let students: Set<Role> = [.student]

    private let context: APIContext
    private let store: SchoolStore
    private let lists: SchoolStore
    private let generations: GenerationStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        lists = SchoolStore(database: context.lists.domains)
        generations = GenerationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/revision-sessions", for: .everybody,
            APIOperation("listRevisions", "Revision sessions, the newest first")
                .query(SessionListQuery.Parameters.self).page(of: SessionSummaryView.self), list)
        router.post(
            "/revision-sessions", for: Self.students, isAudited: false,
            APIOperation("beginRevision", "Begins a revision session").body(
                RevisionBody.schema, example: RevisionBody.example
            ).answers(RevisionReference.self, .created).refuses(.notFound), begin)
        router.get(
            "/revision-sessions/{id}", for: .everybody,
            APIOperation("getRevision", "A revision session").answers(RevisionSessionView.self), show)
        router.post(
            "/revision-sessions/{id}/questions", for: Self.students, isAudited: false,
            APIOperation("askQuestion", "Asks a question within a revision session").body(
                RevisionQuestionBody.schema, example: RevisionQuestionBody.example
            ).answers(RevisionQuestionReference.self, .accepted), ask)
        router.post(
            "/revision-sessions/{id}/end", for: Self.students, isAudited: false,
            APIOperation("endRevision", "Ends a revision session").body(RevisionEndBody.schema, required: false)
                .answers(RevisionEndView.self, .accepted), end)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let filter = try SessionListQuery(call.request).filter
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let reader = SchoolReader(call.principal)
        let page = try await context.lists.read(by: call.principal) {
            try await lists.sessions(filter, of: call.principal.tenant, for: reader, before: cursor, limit: limit)
        }
        return try call.answerList(Page(page.list.map { SessionSummaryView($0) }, next: page.next))
    }

    @Sendable private func begin(_ call: Call) async throws -> HTTPResponse {
        let body = try RevisionBody(try call.request.document())
        let (student, tenant) = (call.principal.userID, call.principal.tenant)
        // A path that the pupil does not take part in is not there.
        let path = try await store.path(body.learningPathID, of: tenant, for: .student(student))
        guard let path else { throw Problem.notFound("There is no such learning path for the caller.") }
        let past = try await store.pastSessions(of: student, path: path.id, tenant: tenant)
        let now = ServerClock.shared.now
        try RevisionRules(path, past: past).check(step: body.step, at: now)
        if let open = try await store.openSession(of: student, path: path.id, tenant: tenant) {
            throw SchoolRefusal.sessionOpen(open)
        }
        let id = context.minter.mint().uuid
        let view = RevisionReference(
            id: id, learningPathID: path.id, step: body.step,
            statusURL: Link("/revision-sessions/\(id.uuidString.lowercased())"))
        let beginning = store.beginning(
            id, of: student, path: path.id, step: body.step, at: now, tenant: tenant)
        do {
            return try await context.committing(
                [beginning], try call.answer(view, .created, location: view.statusURL), for: call)
        } catch let error as DatabaseError where error.constraint == "revision_sessions_open" {
            let open = try await store.openSession(of: student, path: path.id, tenant: tenant)
            throw open.map { SchoolRefusal.sessionOpen($0) } ?? .contention
        }
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(RevisionSessionView(try await session(call), for: SchoolReader(call.principal)))
    }

    /// The tutor answers out of the path's documents and the step, in the kinds of answers that the path allows.
    @Sendable private func ask(_ call: Call) async throws -> HTTPResponse {
        let body = try RevisionQuestionBody(try call.request.document())
        let (session, tenant) = (try await session(call), call.principal.tenant)
        if session.endedAt != nil { throw SchoolRefusal.sessionEnded }
        let path = try await path(of: session, call)
        let request = AnswerRequest(
            question: body.text, documentIDs: path.documentIDs, learningPathID: path.id,
            allowed: path.allowed.compactMap(AnswerRequest.Kind.init(rawValue:)), language: path.language,
            lesson: Lesson(path, step: session.step))
        let generation = try NewGeneration(
            id: context.minter.mint().uuid, tenant: tenant, userID: call.principal.userID, request: .answer(request),
            readerID: path.professorID ?? call.principal.userID, jobID: context.minter.mint(),
            provider: context.generations.providerName, trace: call.request.trace)
        let statements = store.asking(
            body.text, in: session.id, generation: generation.id, job: generation.job.id, tenant: tenant)
        let view = RevisionQuestionReference(generation)
        return try await refusingBySchoolRules {
            try await context.accepting([generation.job], for: call) { _ in
                try call.answer(view, .accepted, location: view.statusURL)
            } commit: { recorded in
                try await generations.create([generation], with: statements, of: tenant, recording: recorded)
                return [:]
            }
        }
    }

    /// Score, time and progress are computed and committed at once, with the request that the professor learns of them.
    @Sendable private func end(_ call: Call) async throws -> HTTPResponse {
        let body = try RevisionEndBody(call.request)
        let (session, tenant) = (try await session(call), call.principal.tenant)
        if session.endedAt != nil { throw SchoolRefusal.sessionEnded }
        let path = try await path(of: session, call)
        let past = try await store.pastSessions(of: session.studentID, path: path.id, tenant: tenant)
        let result = try body.answers.map { try Self.result(of: $0, to: session) }
        let end = SessionEnd(session, in: path, past: past, result: result, at: ServerClock.shared.now)
        let own = PastSession(step: session.step, endedAt: end.endedAt, score: end.score)
        let next = SpacedRepetition(past.filter { $0.step == session.step } + [own]).dueAt
        let job = try notification(of: session, end, call)
        let view = RevisionEndView(end, next: next, job: job?.id)
        let (jobs, ending, store) = ([job].compactMap(\.self), try store.ending(end), context.store)
        return try await refusingBySchoolRules {
            try await context.accepting(jobs, for: call) { _ in
                try call.answer(view, .accepted, location: view.statusURL)
            } commit: { recorded in
                try await store.enqueue(jobs, with: [ending], of: tenant, recording: recorded)
            }
        }
    }

    private static func result(of answers: [QuizAnswer], to session: RevisionSession) throws -> QuizResult {
        guard let quiz = session.quiz else { throw SchoolRefusal.noQuiz }
        do {
            return try QuizResult(quiz, answers)
        } catch let error as UnknownQuizQuestion {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/answers/\(error.index)/question", message: "is no question of the step's quiz")
            ])
        }
    }

    /// Mails of sessions that end within a minute are one (`revision_session_ended` gathers).
    private func notification(of session: RevisionSession, _ end: SessionEnd, _ call: Call) throws -> NewJob? {
        guard let professor = session.professorID else { return nil }
        var data: [String: TemplateValue] = [
            "student": .text(session.studentName), "path": .text(session.pathName),
            "minutes": .integer((end.seconds + 30) / 60), "questions": .integer(session.questions.count),
        ]
        data["score"] = end.score.map { .integer($0) }
        let request = NotificationRequest(
            to: [NotificationRecipient(userID: professor)], template: "revision_session_ended", data: data,
            link: "/#/revision-sessions/\(session.id.uuidString.lowercased())")
        return NewJob(
            id: context.minter.mint(), tenant: call.principal.tenant, definition: NotificationRequest.definition,
            payload: try request.encoded(), trace: call.request.trace)
    }

    private func session(_ call: Call) async throws -> RevisionSession {
        let found = try await store.session(
            try call.request.pathID(), of: call.principal.tenant, for: SchoolReader(call.principal))
        guard let found else { throw Problem.notFound() }
        return found
    }

    /// As the school sees it: a session goes on also when its path is archived meanwhile.
    private func path(of session: RevisionSession, _ call: Call) async throws -> LearningPath {
        guard let path = try await store.path(session.pathID, of: call.principal.tenant, for: .school) else {
            throw Problem.notFound()
        }
        return path
    }
}
