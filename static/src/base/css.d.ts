// A view imports its style for esbuild to bundle; there is nothing in it for TypeScript.
declare module "*.css";
