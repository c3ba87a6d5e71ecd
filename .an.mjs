import { buildSync } from "esbuild"; import fs from "node:fs"; import path from "node:path";
const names=process.argv[2]==="all"?fs.readdirSync("lambdas").filter(f=>f.endsWith(".ts")).map(f=>f.slice(0,-3)):process.argv.slice(2);
for(const file of names){const r=buildSync({entryPoints:[`lambdas/${file}.ts`],outfile:`/tmp/ren/out/${file}.js`,bundle:true,minify:true,platform:"node",target:"node24",format:"cjs",mainFields:["module","main"],alias:{"@aws-sdk/credential-provider-node":path.resolve("lib/lambda-credentials.ts")},external:["@smithy/core/event-streams"],metafile:true,logLevel:"error"});
 const o=Object.values(r.metafile.outputs)[0];const by={};for(const[k,v]of Object.entries(o.inputs)){let p=k.includes("node_modules/")?k.replace(/.*node_modules\//,"").split("/").slice(0,k.replace(/.*node_modules\//,"").startsWith("@")?2:1).join("/"):k.split("/")[0];by[p]=(by[p]??0)+v.bytesInOutput}
 console.log(file,o.bytes); if(process.argv[2]!=="all")for(const[p,b]of Object.entries(by).sort((a,b)=>b[1]-a[1]).slice(0,22))console.log("   ",b,p)
 globalThis.meta??={};meta[file]=o.inputs}
fs.writeFileSync("/tmp/ren/meta.json",JSON.stringify(globalThis.meta));
