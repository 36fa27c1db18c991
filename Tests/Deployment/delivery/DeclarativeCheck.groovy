// Reads a declarative Jenkinsfile by Groovy's own parser and refuses what Jenkins would: there is no validator without a Jenkins.
// For each file given, one line of JSON: its stages with the commands of their steps, and the complaints.
import groovy.json.JsonOutput
import org.codehaus.groovy.ast.builder.AstBuilder
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.CompilePhase

complaints = []
steps = []
top = ['agent', 'options', 'environment', 'stages', 'post', 'parameters', 'triggers', 'tools']
inStage = ['agent', 'options', 'environment', 'stages', 'steps', 'post', 'when', 'input', 'parallel', 'matrix', 'tools', 'failFast']
conditions = ['always', 'success', 'failure', 'unstable', 'changed', 'aborted', 'cleanup', 'fixed', 'regression', 'unsuccessful']

List<MethodCallExpression> calls(Expression closure) {
    closure.code.statements.findAll { it instanceof ExpressionStatement && it.expression instanceof MethodCallExpression }*.expression
}
Expression body(MethodCallExpression call) {
    def given = call.arguments instanceof TupleExpression ? call.arguments.expressions : []
    given && given[-1] instanceof ClosureExpression ? given[-1] : null
}
List<String> commands(Expression closure) {
    calls(closure).collectMany { call ->
        def inner = body(call)
        def own = call.methodAsString == 'sh' ? [call.arguments.expressions[0].text] : []
        own + (inner ? commands(inner) : [])
    }
}
void section(String where, MethodCallExpression call, List<String> allowed) {
    if (!(call.methodAsString in allowed)) complaints << "$where: ${call.methodAsString} is no section".toString()
    if (call.methodAsString == 'post') calls(body(call)).each {
        if (!(it.methodAsString in conditions)) complaints << "$where: post has no ${it.methodAsString}".toString()
    }
}
void stages(MethodCallExpression list) {
    def all = calls(body(list))
    if (!all) complaints << 'stages without a stage'
    all.each { stage ->
        if (stage.methodAsString != 'stage') { complaints << "stages: ${stage.methodAsString} is no stage".toString(); return }
        def name = stage.arguments.expressions[0].text
        def parts = calls(body(stage))
        parts.each { section(name, it, inStage) }
        def work = parts.findAll { it.methodAsString in ['steps', 'stages', 'parallel', 'matrix'] }
        if (work.size() != 1) complaints << "$name: has to have steps or stages, one of them".toString()
        work.each {
            if (it.methodAsString == 'steps') {
                if (!calls(body(it))) complaints << "$name: no step".toString()
                steps << [name: name, commands: commands(body(it))]
            }
            if (it.methodAsString == 'stages') stages(it)
        }
    }
}

void pipeline(File file) {
    def nodes = new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, file.text)
    def roots = nodes[0].statements.findAll { it instanceof ReturnStatement || it instanceof ExpressionStatement }*.expression
    if (roots.size() != 1 || roots[0].methodAsString != 'pipeline') { complaints << 'one pipeline is wanted'; return }
    def parts = calls(body(roots[0]))
    parts.each { section('pipeline', it, top) }
    ['agent', 'stages'].each { name -> if (parts.count { it.methodAsString == name } != 1) complaints << "pipeline: one $name".toString() }
    parts.findAll { it.methodAsString == 'stages' }.each { stages(it) }
}

args.each { name ->
    complaints = []
    steps = []
    try {
        pipeline(new File(name))
    } catch (org.codehaus.groovy.control.CompilationFailedException error) {
        complaints << error.message
    }
    println JsonOutput.toJson([file: name, stages: steps, complaints: complaints])
}
