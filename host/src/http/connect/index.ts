export { connectRoutes } from './routes.js';
