// check.mjs FOLDER FILE -- FOLDER is where `npm ci` put node_modules. FILE is JSON: [{"name": "u8/open_items.sql", "sql": "SELECT …"}, …].
// Prints one line for each statement that is no T-SQL by the grammar of node-sql-parser; exit status 1 where there is one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Parser } = createRequire(`${process.argv[2]}/package.json`)("node-sql-parser/build/transactsql.js");
const parser = new Parser();
let wrong = 0;
for (const { name, sql } of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
  // The grammar knows no operators of bits; SQL Server's & binds like + and stands where + may stand.
  const text = sql.replace(/ & /g, " + ");
  try {
    parser.astify(text, { database: "transactsql" });
  } catch (error) {
    const at = error.location?.start;
    console.log(`${name}${at ? `:${at.line}:${at.column}` : ""}: ${error.message.split("\n")[0].slice(0, 300)}`);
    wrong = 1;
  }
}
process.exitCode = wrong;
