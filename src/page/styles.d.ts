// Vite takes these from the modules that import them.
declare module '*.css';
