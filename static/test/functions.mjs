// How long the functions of TypeScript files are, as TypeScript's own parser sees them. The package cannot be
// bundled: rules.test.ts imports this file unbundled.
import * as ast from "typescript/unstable/ast";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import { API } from "typescript/unstable/sync";

const FOLDER = "/files";
const CONFIG = `${FOLDER}/tsconfig.json`;

/** longFunctions lists the functions of more than `max` lines, as "PATH:LINE has N lines". */
export function longFunctions(files, max) {
  const config = {
    compilerOptions: { noLib: true, noResolve: true, types: [], jsx: "preserve" },
    files: files.map(({ path }) => path),
  };
  const entries = files.map(({ path, text }) => [`${FOLDER}/${path}`, text]);
  const virtual = Object.fromEntries([...entries, [CONFIG, JSON.stringify(config)]]);
  const api = new API({ cwd: FOLDER, fs: createVirtualFileSystem(virtual) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [CONFIG] }).getProjects();
    return files.flatMap(({ path }) => {
      const source = project.program.getSourceFile(`${FOLDER}/${path}`);
      return functionsOf(source)
        .filter(({ lines }) => lines > max)
        .map(({ line, lines }) => `${path}:${line} has ${lines} lines`);
    });
  } finally {
    api.close();
  }
}

function functionsOf(source) {
  const found = [];
  const lineOf = (at) => source.text.slice(0, at).split("\n").length;
  const visit = (node) => {
    if (ast.isFunctionLikeDeclaration(node)) {
      const line = lineOf(node.getStart(source));
      found.push({ line, lines: lineOf(node.end) - line + 1 });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}
